const LONGEST = 40

/** The code of a plate out of what was scanned or typed: a whole address, or the code alone. */
export function plateOf(told: string): string {
  const text = told.trim()
  const found = /\/w\/(?:#\/)?plate\/([^/?#]+)/.exec(text)
  if (!found?.[1]) return text
  try {
    return decodeURIComponent(found[1])
  } catch {
    return found[1]
  }
}

/** Many other codes stick to doors: of payments, of parcels, of advertisements. */
export function isPlate(told: string): boolean {
  const code = plateOf(told)
  return code !== '' && code.length <= LONGEST && !/\s|:\/\//.test(code)
}
