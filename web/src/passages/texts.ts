import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Passages', zh: '通行记录' },
  not_diagnosis: {
    en: 'A screening temperature is not a diagnosis.',
    zh: '筛查体温不是医学诊断。',
  },
  simulated: { en: 'simulated', zh: '模拟' },
  stranger: { en: 'Not recognised', zh: '未识别人员' },
  deleted_person: { en: 'Deleted since', zh: '已删除人员' },
  no_temperature: { en: 'not measured', zh: '未测量' },

  outcome_admit: { en: 'Admitted', zh: '放行' },
  outcome_refuse: { en: 'Refused', zh: '拒绝' },
  outcome_retest: { en: 'Retest', zh: '复测' },
  outcome_call_staff: { en: 'Staff called', zh: '呼叫人员' },

  mask_none: { en: 'No mask', zh: '未戴口罩' },
  mask_worn: { en: 'Mask worn', zh: '已戴口罩' },
  mask_badly_worn: { en: 'Mask badly worn', zh: '口罩佩戴不规范' },
  mask_unsure: { en: 'Mask unclear', zh: '口罩不确定' },
  mask_not_looked_at: { en: 'Mask not checked', zh: '未检查口罩' },

  reason_fever: { en: 'Fever', zh: '发热' },
  reason_grey_zone: { en: 'Near the threshold', zh: '接近阈值' },
  reason_mask_missing: { en: 'Mask missing', zh: '未戴口罩' },
  reason_mask_badly_worn: { en: 'Mask badly worn', zh: '口罩佩戴不规范' },
  reason_mask_unsure: { en: 'Mask unclear', zh: '口罩不确定' },
  reason_unknown_person: { en: 'Unknown person', zh: '未知人员' },
  reason_spoof_suspected: { en: 'Fake face suspected', zh: '疑似假脸' },
  reason_face_too_small: { en: 'Too far away', zh: '距离过远' },
  reason_face_blurred: { en: 'Face blurred', zh: '人脸模糊' },
  reason_face_turned: { en: 'Face turned away', zh: '人脸偏转' },
  reason_face_cut_off: { en: 'Face cut off', zh: '人脸不完整' },
  reason_face_dark: { en: 'Face too dark', zh: '人脸过暗' },
  reason_glasses: { en: 'Glasses', zh: '佩戴眼镜' },
  reason_several_people: { en: 'Several people', zh: '多人同时' },
  reason_sensor_fault: { en: 'Thermal sensor fault', zh: '热成像传感器故障' },
  reason_black_body_lost: { en: 'Black body lost', zh: '黑体丢失' },
  reason_out_of_room_limits: { en: 'Room out of limits', zh: '环境超出范围' },
  reason_whitelist_stale: { en: 'Whitelist too old', zh: '白名单过期' },
  reason_camera_fault: { en: 'Camera fault', zh: '摄像头故障' },
  reason_storage_fault: { en: 'Storage fault', zh: '存储故障' },
  reason_open_all: { en: 'Opened for emergency', zh: '紧急全开' },

  why_admitted: { en: 'Everything the policy asks for was in order.', zh: '各项检查均符合策略要求。' },
  why_unsaid: { en: 'The gate gave no reason.', zh: '闸机未给出原因。' },
  why_fever: {
    en: 'The temperature was at or above the threshold. Measure again with a clinical thermometer.',
    zh: '体温达到或超过阈值，请用医用体温计复测。',
  },
  why_grey_zone: {
    en: 'The temperature was too near the threshold to tell. Wait a moment and measure again.',
    zh: '体温接近阈值，无法确定。请稍候再测。',
  },
  why_mask_missing: { en: 'No mask was worn. Put one on and try again.', zh: '未佩戴口罩，请戴好后重试。' },
  why_mask_badly_worn: {
    en: 'The mask did not cover nose and mouth. Put it right and try again.',
    zh: '口罩未遮住口鼻，请戴好后重试。',
  },
  why_mask_unsure: {
    en: 'It could not be told whether a mask was worn. Face the camera and try again.',
    zh: '无法判断是否佩戴口罩，请正对镜头重试。',
  },
  why_unknown_person: {
    en: 'The face is not among the people of this site. Staff can help.',
    zh: '该人脸不在本站点名单中，请联系工作人员。',
  },
  why_spoof_suspected: {
    en: 'This did not look like a living face: a print or a screen is suspected.',
    zh: '不像真人面部，疑似照片或屏幕。',
  },
  why_face_too_small: { en: 'The face was too far away. Come closer.', zh: '人脸距离过远，请靠近一些。' },
  why_face_blurred: { en: 'The face was blurred. Stand still for a moment.', zh: '人脸模糊，请站稳片刻。' },
  why_face_turned: { en: 'The face was turned away. Look at the camera.', zh: '人脸偏转，请正对镜头。' },
  why_face_cut_off: { en: 'Part of the face was outside the picture. Step into the middle.', zh: '人脸超出画面，请站到中间。' },
  why_face_dark: { en: 'The face was too dark. More light is needed.', zh: '人脸过暗，需要更多光线。' },
  why_glasses: {
    en: 'Glasses hid the corners of the eyes, where warmth is measured. Take them off for a moment.',
    zh: '眼镜遮住了测温的眼角，请暂时摘下眼镜。',
  },
  why_several_people: { en: 'Several people stood before the gate. One at a time, please.', zh: '闸机前有多人，请逐一通过。' },
  why_sensor_fault: {
    en: 'The thermal sensor could not be trusted, so no temperature was judged.',
    zh: '热成像传感器不可信，未作体温判断。',
  },
  why_black_body_lost: {
    en: 'The black body was out of view, so the temperature was not trustworthy.',
    zh: '黑体不在视野内，体温不可信。',
  },
  why_out_of_room_limits: {
    en: 'The room was too warm or too cold for measuring.',
    zh: '环境温度过高或过低，不适合测温。',
  },
  why_whitelist_stale: {
    en: 'The gate has not heard from the server for too long to trust its list of people.',
    zh: '闸机与服务器失联过久，名单不再可信。',
  },
  why_camera_fault: { en: 'The camera gave no usable picture.', zh: '摄像头没有可用画面。' },
  why_storage_fault: {
    en: 'The gate could not write the passage down, so it followed its rule for faults.',
    zh: '闸机无法保存记录，已按故障规则处理。',
  },
  why_open_all: { en: 'All gates were opened for an emergency.', zh: '因紧急情况，所有闸机已开启。' },
});
