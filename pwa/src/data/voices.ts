import { Refusal } from '@/data/refusal'

/** A voice note of a matter, whole. */
export async function voiceAt(url: string): Promise<Blob> {
  const response = await fetch(url, { credentials: 'same-origin' })
  if (!response.ok) throw new Refusal('not_found', '语音取不到，请稍后重试')
  return response.blob()
}
