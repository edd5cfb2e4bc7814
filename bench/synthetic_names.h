// Names from which the people of bench/persons.cpp are made up. Shares of Chinese family names follow the yearly report
// of the Ministry of Public Security (公安部, 2020年全国姓名报告: 王 and 李 7 % each, 张 6.7 %, ...), rounded.
#pragma once

#include <array>
#include <string_view>

namespace ward::bench::people {

struct Weighted {
  std::string_view text;
  int weight;  // in ten thousand, or in proportion to the others
};

inline constexpr Weighted chinese_families[] = {
    {"王", 710}, {"李", 700}, {"张", 670}, {"刘", 530}, {"陈", 450}, {"杨", 310}, {"黄", 220}, {"赵", 210}, {"吴", 200},
    {"周", 190}, {"徐", 150}, {"孙", 140}, {"马", 130}, {"朱", 120}, {"胡", 120}, {"郭", 110}, {"何", 110}, {"林", 110},
    {"罗", 100}, {"高", 100}, {"郑", 90},  {"梁", 85},  {"谢", 75},  {"宋", 70},  {"唐", 70},  {"许", 65},  {"韩", 60},
    {"冯", 60},  {"邓", 60},  {"曹", 55},  {"彭", 50},  {"曾", 50},  {"肖", 50},  {"田", 45},  {"董", 45},  {"袁", 45},
    {"潘", 45},  {"于", 45},  {"蒋", 40},  {"蔡", 40},  {"余", 40},  {"杜", 40},  {"叶", 40},  {"程", 38},  {"苏", 38},
    {"魏", 38},  {"吕", 36},  {"丁", 36},  {"任", 34},  {"沈", 34},  {"姚", 32},  {"卢", 32},  {"姜", 30},  {"崔", 30},
    {"钟", 28},  {"谭", 28},  {"陆", 26},  {"汪", 26},  {"范", 25},  {"金", 25},  {"石", 24},  {"廖", 24},  {"贾", 24},
    {"夏", 22},  {"韦", 22},  {"付", 22},  {"方", 22},  {"白", 20},  {"邹", 20},  {"孟", 20},  {"熊", 20},  {"秦", 20},
    {"邱", 18},  {"江", 18},  {"尹", 16},  {"薛", 16},  {"闫", 16},  {"段", 16},  {"雷", 16},  {"侯", 16},  {"龙", 16},
    {"史", 15},  {"陶", 15},  {"黎", 15},  {"贺", 15},  {"顾", 15},  {"毛", 14},  {"郝", 14},  {"龚", 14},  {"邵", 14},
    {"万", 14},  {"钱", 13},  {"严", 13},  {"覃", 13},  {"武", 13},  {"戴", 13},  {"莫", 12},  {"孔", 12},  {"向", 12},
    {"汤", 12},  {"楼", 12},  {"骆", 12},  {"欧阳", 6}, {"上官", 2}, {"诸葛", 1}, {"司徒", 1}};

// Given names that many have, as the same report lists them; then characters from which others are made, most used
// first, men's and women's.
inline constexpr std::string_view common_given_men[] = {"伟", "强", "磊", "军", "勇", "杰",   "涛",   "明",   "超",
                                                        "刚", "平", "辉", "鹏", "华", "建国", "建华", "浩宇", "志强"};
inline constexpr std::string_view common_given_women[] = {"敏",   "静",   "丽", "艳",   "娟",   "霞",
                                                          "秀英", "桂英", "芳", "秀兰", "玉兰", "婷婷",
                                                          "欣怡", "梅",   "娜", "燕",   "红",   "玲"};
inline constexpr std::string_view men_characters[] = {
    "建", "志", "文", "国", "明", "海", "永", "德", "俊", "家", "天", "宇", "浩", "子", "博", "轩", "晓", "伟",
    "军", "华", "林", "平", "玉", "春", "新", "世", "金", "成", "东", "光", "学", "云", "龙", "飞", "杰", "涛",
    "豪", "泽", "铭", "瑞", "昊", "鑫", "洋", "凯", "峰", "斌", "波", "辉", "强", "刚", "荣", "祥", "福", "庆"};
inline constexpr std::string_view women_characters[] = {
    "丽", "晓", "玉", "秀", "雪", "美", "文", "佳", "梦", "思", "雨", "欣", "怡", "婷", "慧", "燕", "红", "春",
    "桂", "海", "淑", "小", "雅", "诗", "涵", "梓", "萱", "琪", "颖", "洁", "莉", "萍", "芳", "兰", "英", "华",
    "珍", "凤", "云", "月", "梅", "琳", "娜", "静", "敏", "艳", "霞", "玲", "娟", "菊", "莹", "丹", "倩", "瑶"};

// What a pinyin keyboard offers for the same sound.
inline constexpr std::string_view homophones[] = {
    "伟玮炜", "静婧靖敬", "晓小筱",     "明铭鸣", "芳方",   "丽莉俪", "杰洁捷",   "涛滔韬", "敏闵",   "军君钧均",
    "勇咏永", "燕艳雁",   "辉晖挥",     "英瑛",   "华桦骅", "志智致", "建健剑",   "文雯",   "玉钰裕", "宇雨羽语",
    "佳嘉家", "怡宜依",   "欣新鑫馨心", "浩昊皓", "子紫梓", "涵晗函", "琪奇淇琦", "婷亭",   "琳林霖", "娟捐",
    "峰锋丰", "斌彬滨",   "波博",       "海",     "平萍苹", "美镁",   "红宏洪",   "云芸",   "梅玫",   "国",
    "俊骏峻", "天添",     "瑞睿",       "洋阳杨", "思斯",   "梦孟",   "颖影",     "慧惠蕙", "春椿",   "秀绣",
    "兰岚",   "珍真贞",   "凤奉",       "霞遐",   "张章",   "陈沉",   "许栩",     "江姜"};

// In Arabic letters, then in Latin ones: the spellings that passports and lists have.
struct Arabic {
  std::string_view arabic;
  std::array<std::string_view, 4> latin;
};
inline constexpr Arabic arabic_men[] = {{"محمد", {"Mohammed", "Mohamed", "Muhammad", "Mohammad"}},
                                        {"أحمد", {"Ahmed", "Ahmad", "Ahmed", "Ahmad"}},
                                        {"محمود", {"Mahmoud", "Mahmood", "Mahmud", "Mahmoud"}},
                                        {"علي", {"Ali", "Aly", "Ali", "Ali"}},
                                        {"حسن", {"Hassan", "Hasan", "Hassan", "Hasan"}},
                                        {"حسين", {"Hussein", "Husain", "Hussain", "Hossein"}},
                                        {"خالد", {"Khaled", "Khalid", "Khaled", "Khalid"}},
                                        {"عمر", {"Omar", "Umar", "Omar", "Omer"}},
                                        {"يوسف", {"Youssef", "Yusuf", "Yousef", "Yousif"}},
                                        {"إبراهيم", {"Ibrahim", "Ebrahim", "Ibraheem", "Ibrahim"}},
                                        {"عبد الرحمن", {"Abdulrahman", "Abdul Rahman", "Abdelrahman", "Abdurrahman"}},
                                        {"عبد الله", {"Abdullah", "Abdallah", "Abdulla", "Abdullah"}},
                                        {"سعيد", {"Saeed", "Said", "Saeid", "Sayeed"}},
                                        {"مصطفى", {"Mustafa", "Mostafa", "Moustafa", "Mustapha"}},
                                        {"طارق", {"Tariq", "Tarek", "Tarik", "Tareq"}},
                                        {"سامي", {"Sami", "Samy", "Sami", "Samy"}},
                                        {"كريم", {"Karim", "Kareem", "Karim", "Kareem"}},
                                        {"فيصل", {"Faisal", "Faysal", "Feisal", "Faisal"}},
                                        {"ناصر", {"Nasser", "Nasir", "Naser", "Nasser"}},
                                        {"رشيد", {"Rashid", "Rasheed", "Rachid", "Rashed"}}};
inline constexpr Arabic arabic_women[] = {{"فاطمة", {"Fatima", "Fatma", "Fatimah", "Fatema"}},
                                          {"عائشة", {"Aisha", "Aysha", "Aicha", "Ayesha"}},
                                          {"مريم", {"Maryam", "Mariam", "Meriem", "Maryam"}},
                                          {"نور", {"Nour", "Noor", "Nur", "Nour"}},
                                          {"ليلى", {"Layla", "Leila", "Laila", "Leyla"}},
                                          {"سارة", {"Sara", "Sarah", "Sara", "Sarah"}},
                                          {"هدى", {"Huda", "Hoda", "Houda", "Huda"}},
                                          {"زينب", {"Zainab", "Zeinab", "Zaynab", "Zineb"}},
                                          {"أمل", {"Amal", "Amel", "Amal", "Aml"}},
                                          {"خديجة", {"Khadija", "Khadijah", "Khadeeja", "Khadidja"}},
                                          {"سلمى", {"Salma", "Selma", "Salma", "Salma"}},
                                          {"رانيا", {"Rania", "Ranya", "Raniya", "Rania"}}};
inline constexpr Arabic arabic_families[] = {{"السيد", {"Al-Sayed", "El Sayed", "Elsayed", "Al Sayyid"}},
                                             {"الحسن", {"Al-Hassan", "Alhasan", "El Hassan", "Al Hasan"}},
                                             {"الشريف", {"Al-Sharif", "Elsherif", "Al Shareef", "Cherif"}},
                                             {"منصور", {"Mansour", "Mansoor", "Mansur", "Mansour"}},
                                             {"صالح", {"Saleh", "Salih", "Salah", "Saleh"}},
                                             {"القاسم", {"Al-Qasim", "Al Kasem", "Alqasem", "Elkassem"}},
                                             {"عثمان", {"Othman", "Osman", "Uthman", "Othmane"}},
                                             {"بكر", {"Bakr", "Bakir", "Baker", "Bakr"}},
                                             {"حداد", {"Haddad", "Hadad", "Haddad", "Hadded"}},
                                             {"نجار", {"Najjar", "Naggar", "Najar", "Nejjar"}},
                                             {"المصري", {"Al-Masri", "Elmasry", "El Masri", "Almasry"}},
                                             {"درويش", {"Darwish", "Darwich", "Darweesh", "Derwish"}},
                                             {"حمدان", {"Hamdan", "Hamdane", "Hamdaan", "Hamdan"}},
                                             {"يعقوب", {"Yaqoub", "Yacoub", "Yakoub", "Yaqub"}},
                                             {"رمضان", {"Ramadan", "Ramadhan", "Ramadan", "Ramazan"}},
                                             {"الزهراني", {"Al-Zahrani", "Alzahrani", "Al Zahrany", "Elzahrani"}},
                                             {"جابر", {"Jaber", "Jabir", "Gaber", "Jabar"}},
                                             {"فارس", {"Fares", "Faris", "Fares", "Faress"}},
                                             {"سليمان", {"Suleiman", "Soliman", "Sulaiman", "Slimane"}},
                                             {"عوض", {"Awad", "Awadh", "Aoud", "Awad"}}};
inline constexpr std::string_view arabic_countries[] = {"EGY", "SAU", "JOR", "YEM", "IRQ", "SYR", "MAR", "SDN"};

// Words of one people's names; `other` spells a word in another way where one is usual.
struct People {
  std::string_view country;
  std::array<std::string_view, 16> men, women, families;
  int families_each;  // 2 of Spanish names
  bool family_first;
};
inline constexpr People peoples[] = {
    {"GBR",
     {"John", "James", "David", "Michael", "Robert", "William", "Thomas", "Daniel", "George", "Andrew", "Stephen",
      "Peter", "Matthew", "Christopher", "Geoffrey", "Philip"},
     {"Mary", "Sarah", "Elizabeth", "Catherine", "Anne", "Margaret", "Helen", "Emma", "Alice", "Jane", "Rachel",
      "Rebecca", "Victoria", "Charlotte", "Lucy", "Frances"},
     {"Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Robinson", "Wright", "Thompson",
      "Evans", "Walker", "Whitehead", "Roberts", "Green"},
     1,
     false},
    {"ESP",
     {"José", "Antonio", "Juan", "Manuel", "Francisco", "Luis", "Javier", "Ángel", "Carlos", "Miguel", "Pedro",
      "Fernando", "Jorge", "Alberto", "Andrés", "Diego"},
     {"María", "Carmen", "Ana", "Isabel", "Laura", "Cristina", "Marta", "Lucía", "Elena", "Pilar", "Teresa", "Rosa",
      "Mercedes", "Beatriz", "Patricia", "Sofía"},
     {"García", "Fernández", "González", "Rodríguez", "López", "Martínez", "Sánchez", "Pérez", "Gómez", "Martín",
      "Jiménez", "Ruiz", "Hernández", "Díaz", "Muñoz", "Álvarez"},
     2,
     false},
    {"RUS",
     {"Sergey", "Alexander", "Dmitry", "Andrey", "Alexey", "Yuri", "Evgeny", "Mikhail", "Nikolay", "Vladimir", "Igor",
      "Oleg", "Maxim", "Pavel", "Viktor", "Konstantin"},
     {"Elena", "Olga", "Natalia", "Tatiana", "Irina", "Svetlana", "Ekaterina", "Anna", "Maria", "Yulia", "Galina",
      "Lyudmila", "Marina", "Anastasia", "Valentina", "Ksenia"},
     {"Ivanov", "Smirnov", "Kuznetsov", "Popov", "Vasilyev", "Petrov", "Sokolov", "Mikhaylov", "Novikov", "Fedorov",
      "Morozov", "Volkov", "Alexeyev", "Lebedev", "Semyonov", "Egorov"},
     1,
     false},
    {"KOR",
     {"Minsu", "Jihoon", "Sungmin", "Youngho", "Hyunwoo", "Jaehyun", "Donghyun", "Sangwoo", "Kyungsoo", "Jinwoo",
      "Taehyung", "Seojun", "Minho", "Jungho", "Woojin", "Changmin"},
     {"Minji", "Jiwoo", "Seoyeon", "Youngmi", "Hyunjung", "Eunji", "Soyoung", "Jihye", "Kyunghee", "Yuna", "Haeun",
      "Sujin", "Mikyung", "Jiyoung", "Boram", "Nari"},
     {"Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim", "Han", "Shin", "Seo", "Kwon", "Hwang",
      "Ahn"},
     1,
     true},
    {"IND",
     {"Rahul", "Amit", "Sanjay", "Rajesh", "Vijay", "Suresh", "Anil", "Arjun", "Deepak", "Manoj", "Ravi", "Vikram",
      "Ashok", "Kiran", "Mukesh", "Naveen"},
     {"Priya", "Pooja", "Anjali", "Sunita", "Kavita", "Neha", "Deepa", "Lakshmi", "Meera", "Asha", "Rekha", "Swati",
      "Divya", "Nisha", "Shreya", "Geeta"},
     {"Sharma", "Patel", "Singh", "Kumar", "Gupta", "Reddy", "Mehta", "Joshi", "Verma", "Nair", "Iyer", "Shah", "Rao",
      "Mishra", "Agarwal", "Chaudhary"},
     1,
     false},
    {"NGA",
     {"Chinedu", "Emeka", "Oluwaseun", "Ibrahim", "Tunde", "Ifeanyi", "Musa", "Kelechi", "Ayodele", "Uche", "Babatunde",
      "Obinna", "Sadiq", "Segun", "Nnamdi", "Femi"},
     {"Ngozi", "Amina", "Chioma", "Folake", "Adaeze", "Zainab", "Yetunde", "Ifeoma", "Aisha", "Bukola", "Nkechi",
      "Halima", "Temitope", "Uzoma", "Funke", "Blessing"},
     {"Okafor", "Adeyemi", "Mohammed", "Okonkwo", "Balogun", "Eze", "Abubakar", "Nwosu", "Adebayo", "Obi", "Lawal",
      "Chukwu", "Ogunleye", "Bello", "Onyeka", "Danjuma"},
     1,
     false},
};

struct Spelling {
  std::string_view one, other;
};
inline constexpr Spelling spellings[] = {
    {"Sergey", "Sergei"},
    {"Alexander", "Aleksandr"},
    {"Dmitry", "Dmitrii"},
    {"Andrey", "Andrei"},
    {"Alexey", "Aleksei"},
    {"Yuri", "Iurii"},
    {"Evgeny", "Yevgeniy"},
    {"Nikolay", "Nikolai"},
    {"Natalia", "Nataliya"},
    {"Tatiana", "Tatyana"},
    {"Ekaterina", "Yekaterina"},
    {"Yulia", "Iuliia"},
    {"Lyudmila", "Liudmila"},
    {"Maria", "Mariia"},
    {"Ksenia", "Xenia"},
    {"Vasilyev", "Vasilev"},
    {"Mikhaylov", "Mikhailov"},
    {"Alexeyev", "Alekseev"},
    {"Semyonov", "Semenov"},
    {"Egorov", "Yegorov"},
    {"Catherine", "Katherine"},
    {"Stephen", "Steven"},
    {"Geoffrey", "Jeffrey"},
    {"Anne", "Ann"},
    {"Sarah", "Sara"},
    {"Lee", "Yi"},
    {"Park", "Pak"},
    {"Choi", "Choe"},
    {"Jung", "Jeong"},
    {"Cho", "Jo"},
    {"Lim", "Im"},
    {"Yoon", "Yun"},
    {"Minsu", "Min-soo"},
    {"Jihoon", "Ji-hun"},
    {"Youngho", "Young-ho"},
    {"Jiyoung", "Ji-yeong"},
    {"Chaudhary", "Choudhury"},
    {"Lakshmi", "Laxmi"},
    {"Agarwal", "Aggarwal"},
    {"Mohammed", "Muhammad"},
    {"Oluwaseun", "Seun"},
    {"Babatunde", "Baba Tunde"},
    {"Geeta", "Gita"},
    {"Pooja", "Puja"},
};

}  // namespace ward::bench::people
