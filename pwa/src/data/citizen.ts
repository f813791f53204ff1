/** Numbers of citizens (GB 11643), looked at while they are typed; the server has the last word. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
const PROVINCES = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/
const OVER_A_HUNDRED = /99[6-9]$/
const EARLIEST = '1870-01-01'

export interface Citizen {
  number: string
  /** 2000-02-29 */
  bornOn: string
  /** GB/T 2261.1: 1 男, 2 女 */
  sex: '1' | '2'
}

export type Looked = { citizen: Citizen; wrong: '' } | { citizen: null; wrong: string }

/** Full-width to half-width, without spaces and dashes, in capitals. */
export const normalNumber = (told: string): string =>
  told.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

export function checkDigit(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(first17[place]), 0)
  return CHECKS[sum % 11] ?? ''
}

/** The number in 18 places (one of 15 is converted) with what it says of its holder, or what is wrong with it. */
export function lookAtNumber(told: string, today: Date = new Date()): Looked {
  const number = lengthened(normalNumber(told))
  const wrong = problemOf(number, localDay(today))
  if (wrong) return { citizen: null, wrong }
  const sex = Number(number[16]) % 2 ? '1' : '2'
  return { citizen: { number, bornOn: birthOf(number), sex }, wrong: '' }
}

function problemOf(number: string, today: string): string {
  if (!/^\d{17}[\dX]$/.test(number)) return '身份证号应为18位（旧证15位），最后一位可以是X'
  if (number[17] !== checkDigit(number.slice(0, 17)))
    return '身份证号的校验位不对，请核对有没有输错'
  if (!PROVINCES.test(number) || number.slice(2, 4) === '00')
    return '身份证号前6位不是区划代码，请核对'
  const bornOn = birthOf(number)
  if (!isDay(bornOn) || bornOn < EARLIEST || bornOn > today)
    return '身份证号中的出生日期不对，请核对'
  return ''
}

function lengthened(number: string): string {
  if (!/^\d{15}$/.test(number)) return number
  const century = OVER_A_HUNDRED.test(number) ? '18' : '19'
  const longer = number.slice(0, 6) + century + number.slice(6)
  return longer + checkDigit(longer)
}

const birthOf = (number: string): string =>
  `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day
}

const pad = (n: number): string => String(n).padStart(2, '0')

export const localDay = (date: Date): string =>
  `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`

/** Whole years on a day; 29 February has its birthday on 1 March in other years. */
export function ageOn(bornOn: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4))
  return today.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/** 1980年5月1日 */
export function dayWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export const isPhone = (told: string): boolean =>
  /^(1[3-9]\d{9}|0\d{9,11})$/.test(normalNumber(told).replace(/^\+86/, ''))
