/** How numbers are shown on this phone once they are kept, as the server masks them. */

/** 138****5678; a landline without its area code shows its end alone. */
export function maskPhone(phone: string): string {
  if (phone.length > 10) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  return phone.length > 5 ? `****${phone.slice(-2)}` : phone && '****'
}

/** 4205**********1234; of a number that is not a citizen's only the end. */
export function maskDocument(number: string): string {
  if (number.length === 18) return `${number.slice(0, 4)}**********${number.slice(-4)}`
  if (number.length > 6) return '*'.repeat(Math.max(4, number.length - 3)) + number.slice(-3)
  return number && '****'
}
