import type { EventRow, Channel, Crs, Report, RowId } from '@/data/types'

type Severity = EventRow['severity']

export interface IntakeForm {
  channel: Channel
  name: string
  phone: string
  text: string
  category: RowId | null
  lon: number | null
  lat: number | null
  crs: Crs
  place: string
  severity: Severity | ''
  photos: string[]
}

export const CRS_WORDS: Record<Crs, string> = {
  'EPSG:4490': '国家2000',
  WGS84: 'GPS',
  GCJ02: '高德、腾讯',
  BD09: '百度',
}

const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8})$/

export const emptyForm = (channel: Channel): IntakeForm => ({
  channel,
  name: '',
  phone: '',
  text: '',
  category: null,
  lon: null,
  lat: null,
  crs: 'EPSG:4490',
  place: '',
  severity: '',
  photos: [],
})

export const isBlank = (form: IntakeForm): boolean =>
  JSON.stringify(form) === JSON.stringify(emptyForm(form.channel))

/** One sentence for each field that is not right yet. */
export function faults(form: IntakeForm): Record<string, string> {
  const phone = form.phone.replaceAll(' ', '')
  const found: Record<string, string> = {}
  if (form.text.trim() === '') found.text = '请填写诉求内容'
  if (form.category === null) found.category = '请选择类别'
  if (form.lon === null || form.lat === null) found.lon = '请在地图上点选位置，或填写经纬度'
  if (phone !== '' && !PHONE.test(phone))
    found.reporter_phone = '应为11位手机号或座机号，不便留可不填'
  return found
}

export function reportOf(form: IntakeForm): Report {
  return {
    category: form.category ?? 0,
    text: form.text.trim(),
    lon: form.lon ?? 0,
    lat: form.lat ?? 0,
    crs: form.crs,
    place_text: form.place.trim(),
    photos: form.photos,
    channel: form.channel,
    ...(form.severity ? { severity: form.severity } : {}),
    ...(form.name.trim() ? { reporter_name: form.name.trim() } : {}),
    ...(form.phone.trim() ? { reporter_phone: form.phone.replaceAll(' ', '') } : {}),
  }
}
