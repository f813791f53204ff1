import { showImagePreview } from 'vant'
import 'vant/es/image-preview/style'

export function viewPhotos(photos: { url: string }[], startPosition: number): void {
  showImagePreview({ images: photos.map((photo) => photo.url), startPosition, closeable: true })
}
