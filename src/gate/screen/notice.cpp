#include "gate/screen/screen.h"

namespace ward::gate {

namespace {

json::value text(const Text& t) { return {{"en", t.en}, {"zh", t.zh}}; }

Text purpose(const city::Policy& policy) {
  if (policy.order == city::Order::temperature_only)
    return {"An infrared camera estimates your temperature. Nobody is recognised here.",
            "红外摄像头估测您的体温，此处不进行人脸识别。"};
  if (policy.temperature == city::Level::off)
    return {"A camera compares your face with the people of this site.", "摄像头将您的面部与本场所人员比对。"};
  return {"A camera compares your face with the people of this site; an infrared camera estimates your temperature.",
          "摄像头将您的面部与本场所人员比对，红外摄像头估测您的体温。"};
}

Text pictures(const city::Policy& policy) {
  switch (policy.keep_pictures) {
    case city::KeepPictures::none:
      return {"No picture is kept.", "不保存任何照片。"};
    case city::KeepPictures::refused:
      return {"A picture is kept, encrypted and for a limited time, only when somebody is not let in.",
              "仅在不予通行时加密保存照片，且有保存期限。"};
    case city::KeepPictures::all:
      return {"A picture of every passage is kept, encrypted and for a limited time.",
              "每次通行均加密保存照片，且有保存期限。"};
  }
  return {};
}

}  // namespace

json::value notice_of(const ScreenOptions& options, const city::Policy& policy) {
  json::array points;
  points.push_back(text(purpose(policy)));
  points.push_back(text(pictures(policy)));
  points.push_back(text({"You may go in without face recognition: ask the staff for a pass, or to let you in.",
                         "您可以不使用人脸识别：请向工作人员领取通行码，或由工作人员人工放行。"}));
  if (!options.operator_name.empty())
    points.push_back(text({"Responsible: " + options.operator_name, "负责单位：" + options.operator_name}));
  if (!options.contact.empty()) points.push_back(text({"Questions: " + options.contact, "咨询：" + options.contact}));
  return {{"heading", text({"What this gate does", "本闸机如何处理您的信息"})},
          {"points", points},
          {"gate", options.gate_name},
          {"language", options.language}};
}

}  // namespace ward::gate
