import type { Picture } from '@/features/registry/slowReader'

/** Reads a QR code out of a picture; null when there is none in it. */
export type Read = (picture: Picture) => Promise<string | null>

interface Detector {
  detect: (picture: Picture) => Promise<{ rawValue: string }[]>
}

interface DetectorKind {
  new (how: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

/** With the browser's own reader where there is one; else with ours, which is fetched only then. */
export async function qrReader(): Promise<Read> {
  const detector = await ownDetector()
  if (!detector) return (await import('@/features/registry/slowReader')).readSlowly
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null
}

async function ownDetector(): Promise<Detector | null> {
  const kind = (globalThis as { BarcodeDetector?: DetectorKind }).BarcodeDetector
  if (!kind) return null
  const formats = await kind.getSupportedFormats().catch((): string[] => [])
  return formats.includes('qr_code') ? new kind({ formats: ['qr_code'] }) : null
}

/** Null of what is no picture, too: there is no code in it. */
export async function readPhoto(file: File): Promise<string | null> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return await (
      await qrReader()
    )(image)
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}
