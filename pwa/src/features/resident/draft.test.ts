import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusalFrom } from '@/data/refusal'
import {
  BLANK,
  freshened,
  hasContent,
  problemsFrom,
  problemsOf,
  reportOf,
  type Draft,
  type Spot,
} from '@/features/resident/draft'

const GPS: Spot = { lon: 111.28, lat: 30.7, crs: 'WGS84', accuracy: 23, source: 'gps' }
const MINUTE = 60_000
const NOW = 1_800_000_000_000

const draft = (changes: Partial<Draft> = {}): Draft => ({
  ...BLANK,
  kind: 'noise',
  spot: GPS,
  at: NOW,
  ...changes,
})

test('a kind and a place are enough', () => {
  expect(problemsOf(draft())).toEqual({})
})

test('what is missing is said in the order of the form', () => {
  const problems = problemsOf({ ...BLANK, phone: '12' })

  expect(Object.keys(problems)).toEqual(['kind', 'place', 'phone'])
})

test.each(['13800000000', '138 0000 0000', '0717-6512345', '65123456', ' '])(
  'the phone %j is fine',
  (phone) => {
    expect(problemsOf(draft({ phone }))).toEqual({})
  },
)

test.each(['123', '23800000000', '1380000000a'])('the phone %j is not', (phone) => {
  expect(problemsOf(draft({ phone })).phone).toContain('也可以不填')
})

test('where somebody stood an hour ago is forgotten, what they wrote is not', () => {
  const kept = freshened(draft({ text: '很吵' }), NOW + 60 * MINUTE)

  expect(kept.spot).toBeNull()
  expect(kept.text).toBe('很吵')
})

test('a place chosen on the map stays', () => {
  const spot: Spot = { ...GPS, source: 'map' }

  expect(freshened(draft({ spot }), NOW + 60 * MINUTE).spot).toEqual(spot)
})

test('after two days a draft is over', () => {
  expect(freshened(draft({ text: '很吵' }), NOW + 49 * 60 * MINUTE)).toEqual(BLANK)
})

test('choosing a kind is not yet a report begun', () => {
  expect(hasContent({ ...BLANK, kind: 'noise' })).toBe(false)
  expect(hasContent(draft())).toBe(true)
})

test('the report says what was filled in, trimmed, and no more', () => {
  const said = draft({ text: ' 很吵 ', phone: '138 0000 0000' })

  expect(reportOf(said, GPS, ['photo-1'])).toEqual({
    kind: 'noise',
    lon: 111.28,
    lat: 30.7,
    crs: 'WGS84',
    accuracy: 23,
    text: '很吵',
    place_text: '',
    phone: '13800000000',
    photos: ['photo-1'],
  })
})

test('the server’s words stand beside the fields they are about', () => {
  const refusal = refusalFrom(400, {
    message: '填写有误',
    errors: { reporter_phone: ['电话号码不正确'], lon: ['不在本市'], other: ['?'] },
  })

  expect(problemsFrom(refusal)).toEqual({ phone: '电话号码不正确', place: '不在本市' })
})

test('nothing a draft holds makes freshening fail or add', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(200 * 60), (text, phone, minutes) => {
      const kept = freshened(draft({ text, phone }), NOW + minutes * MINUTE)

      expect([text, '']).toContain(kept.text)
      expect([phone, '']).toContain(kept.phone)
    }),
  )
})
