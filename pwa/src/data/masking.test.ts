import { expect, test } from 'vitest'
import { maskDocument, maskPhone } from '@/data/masking'

test.each([
  ['13812345678', '138****5678'],
  ['6221234', '****34'],
  ['110', '****'],
  ['', ''],
])('the phone %s is shown as %s', (whole, shown) => expect(maskPhone(whole)).toBe(shown))

test.each([
  ['11010519491231002X', '1101**********002X'],
  ['E12345678', '******678'],
  ['1234', '****'],
  ['', ''],
])('the document %s is shown as %s', (whole, shown) => expect(maskDocument(whole)).toBe(shown))
