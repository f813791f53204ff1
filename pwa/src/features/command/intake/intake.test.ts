import { expect, test } from 'vitest'
import { emptyForm, faults, isBlank, reportOf } from '@/features/command/intake/intake'

const whole = {
  ...emptyForm('HOTLINE'),
  text: ' 路灯不亮 ',
  category: 3,
  lon: 111.3,
  lat: 30.7,
  phone: '138 0000 0000',
}

test('each missing thing is named', () => {
  expect(Object.keys(faults(emptyForm('HOTLINE')))).toEqual(['text', 'category', 'lon'])
  expect(faults(whole)).toEqual({})
  expect(Object.keys(faults({ ...whole, phone: '12' }))).toEqual(['reporter_phone'])
})

test('what was left empty is not sent', () => {
  expect(reportOf(whole)).toEqual({
    category: 3,
    text: '路灯不亮',
    lon: 111.3,
    lat: 30.7,
    crs: 'EPSG:4490',
    place_text: '',
    photos: [],
    channel: 'HOTLINE',
    reporter_phone: '13800000000',
  })
})

test('another channel alone is no beginning', () => {
  expect(isBlank(emptyForm('MEDIA'))).toBe(true)
  expect(isBlank(whole)).toBe(false)
})
