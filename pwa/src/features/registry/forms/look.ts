import { isPhone, lookAtNumber, normalNumber, type Citizen } from '@/data/citizen'
import type { Told } from '@/features/registry/forms/fields'

const CITIZEN_CARD = '111'
const WHOLE = 18

interface Look {
  citizen: Citizen | null
  wrong: Record<string, string>
}

/** What can be told of numbers while they are typed; half a number is not wrong yet. */
export function lookAt(told: Told): Look {
  const wrong: Record<string, string> = {}
  const phone = textOf(told.phone)
  if (phone.length >= 11 && !isPhone(phone)) wrong.phone = '电话应为11位手机号，或带区号的座机号'
  const { citizen, why } = ofDocument(told)
  if (why) wrong.document = why
  return { citizen, wrong }
}

/** The same when the form is sent: now half a number is wrong. */
export function lookWhole(told: Told): Record<string, string> {
  const { wrong } = lookAt(told)
  const phone = textOf(told.phone)
  if (phone && !isPhone(phone)) wrong.phone = '电话应为11位手机号，或带区号的座机号'
  const area = textOf(told.household_area)
  if (area && !/^\d{6}$/.test(area)) wrong.household_area = '户籍区划应为6位数字'
  const document = textOf(told.document)
  if (document && isCard(told)) {
    const why = lookAtNumber(document).wrong
    if (why) wrong.document = why
  }
  return wrong
}

function ofDocument(told: Told): { citizen: Citizen | null; why: string } {
  const number = textOf(told.document)
  if (!isCard(told) || (number.length !== 15 && number.length < WHOLE))
    return { citizen: null, why: '' }
  const { citizen, wrong } = lookAtNumber(number)
  // Fifteen places may be an old number, or the way to a new one.
  return { citizen, why: number.length === 15 ? '' : wrong }
}

const isCard = ({ doc_kind: kind }: Told): boolean => !kind || kind === CITIZEN_CARD

const textOf = (value: Told[string] | undefined): string =>
  typeof value === 'string' ? normalNumber(value) : ''
