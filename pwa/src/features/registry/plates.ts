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

export interface Reader {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}

interface DetectorKind {
  new (how: { formats: string[] }): Reader
  getSupportedFormats: () => Promise<string[]>
}

/** Reads QR codes where the browser can; null where plates have to be typed. */
export async function plateReader(): Promise<Reader | null> {
  const kind = (globalThis as { BarcodeDetector?: DetectorKind }).BarcodeDetector
  if (!kind) return null
  const formats = await kind.getSupportedFormats().catch((): string[] => [])
  return formats.includes('qr_code') ? new kind({ formats: ['qr_code'] }) : null
}
