import { showImagePreview } from 'vant'
import 'vant/es/image-preview/style'
import { watch } from 'vue'
import { shut } from '@/features/lock/shut'
import { lieOver } from '@/ui/back'

export function viewPhotos(photos: { url: string }[], startPosition: number): void {
  const images = photos.map(({ url }) => url)
  const end = lieOver(() => preview?.close())
  const preview = showImagePreview({
    images,
    startPosition,
    closeable: true,
    closeOnPopstate: false,
    onClose: end,
  })
  watch(shut, () => preview?.close(), { once: true })
}
