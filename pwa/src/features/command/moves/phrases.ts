/** What is said most often, one click each; keyed by verb and need. */
const PHRASES: Record<string, readonly string[]> = {
  'refuse.reason': [
    '不属于受理范围',
    '所述位置或情况不清，无法联系上报人',
    '重复反映，原件正在办理',
  ],
  'refuse.answer': [
    '您反映的事项不属于网格受理范围，请拨打 12345 咨询。',
    '您反映的情况正在另一件中办理，请留意进展。',
  ],
  'ask_verify.note': [
    '请到现场核实是否属实并拍照',
    '请核实具体位置',
    '请核实影响范围和是否有安全隐患',
  ],
  'verify.note': ['情况属实', '现场未发现所述情况', '已自行恢复'],
  'not_file.reason': ['未达到立案条件', '经核实情况不属实', '属于经营或邻里纠纷，已现场调解'],
  'not_file.answer': [
    '经现场核实，该情况未达到立案条件，我们会继续关注。',
    '经核实现场未发现所述情况，感谢您的反映。',
  ],
  'settle.answer': ['已到现场处理完毕，感谢您的反映。', '已联系相关人员当场整改。'],
  'dispatch.note': [
    '请按时限处置并反馈前后对比照片',
    '涉及安全，请优先处置',
    '请先到场设置警示再处置',
  ],
  'return.reason': ['不属于本单位职责', '位置不在本单位管辖范围', '需其他单位先行处置'],
  'redispatch.reason': ['原单位职责不符', '原单位未按时签收', '辖区划分变化'],
  'co_handle.note': ['请配合主办单位现场处置', '请提供管线或权属资料'],
  'assist.note': ['已配合完成', '资料已提供'],
  'reply.note': ['已处置完毕，现场恢复正常', '已整改，后续加强巡查', '已更换损坏设施'],
  'ask_extension.reason': ['需采购配件', '受天气影响无法施工', '涉及多家单位协调'],
  'refuse_extension.reason': ['理由不充分，请按原时限处置', '已延期，不再同意'],
  'ask_suspension.reason': ['需列入工程计划', '等待汛期结束', '权属争议待裁定'],
  'suspend.reason': ['需列入工程计划', '等待汛期结束', '权属争议待裁定'],
  'refuse_suspension.reason': ['理由不充分，请继续处置', '请补充证明材料后再申请'],
  'resume.reason': ['挂账原因已消除', '工程计划已落实'],
  'ask_check.note': ['请到现场核查处置效果并拍照', '请核查是否彻底整改'],
  'check.note': ['现场已恢复', '照片对比清楚，核查通过'],
  'find_fault.note': ['问题仍然存在', '处置不彻底', '现场遗留垃圾未清理'],
  'rework.reason': ['现场未恢复', '照片与现场不符', '处置不彻底'],
  'close.answer': ['您反映的问题已处置完毕，感谢监督。', '已处置完毕，如再次出现请随时反映。'],
  'reopen.reason': ['问题再次出现', '处置不到位'],
  'nudge.note': ['时限将至，请抓紧办理', '上报人再次来电催办，请尽快处置'],
  'supervise.note': ['请立即办理并回复进展', '多次超期，请说明原因'],
  'reply_supervision.note': ['已安排人员到场，今日内办结', '已办结，附说明'],
  'escalate.reason': ['超出本级处置能力', '需上级单位协调'],
  'void.reason': ['测试或误操作产生', '上报人要求撤回'],
  'void.answer': ['该事项已按您的要求撤回。'],
  'merge.answer': ['与在办事项为同一问题，已合并办理，结果将一并告知。'],
  'appeal.reason': ['非本单位原因造成超期', '等待其他单位配合造成超期'],
  'dismiss_appeal.reason': ['申诉理由不成立', '缺少证明材料'],
}

export const phrasesFor = (verb: string, need: string): readonly string[] =>
  PHRASES[`${verb}.${need}`] ?? []

/** A phrase joins what is there; the same one is not said twice. */
export function join(text: string, phrase: string): string {
  const said = text.trim()
  if (said === '') return phrase
  if (said.includes(phrase)) return said
  return /[。！？；，、]$/.test(said) ? said + phrase : `${said}；${phrase}`
}
