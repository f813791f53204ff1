import { showImagePreview } from 'vant'
import 'vant/es/image-preview/style'
import { watch } from 'vue'
import { shut } from '@/features/lock/shut'

export function viewPhotos(photos: { url: string }[], startPosition: number): void {
  const images = photos.map(({ url }) => url)
  const preview = showImagePreview({ images, startPosition, closeable: true })
  watch(shut, () => preview?.close(), { once: true })
}
