// A photo is drawn anew before it leaves the phone: upright, no larger than a page needs, and without where it was taken.
async function drawn(file: File, longest: number, quality: number): Promise<Blob | null> {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || typeof createImageBitmap !== 'function') return null
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!bitmap) return null
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return new Promise((ok) => canvas.toBlob(ok, 'image/jpeg', quality))
}

/** The same picture as a JPEG of at most 2,000 pixels a side; whatever is no picture, or cannot be drawn, as it is. */
export const smaller = async (file: File): Promise<Blob> => (await drawn(file, 2000, 0.85)) ?? file

const steps = [
  [1600, 0.8],
  [1600, 0.6],
  [1200, 0.6],
  [900, 0.55],
  [640, 0.5],
] as const
/** As large as fits into so many bytes; null when this browser cannot draw it: then where it was taken could not be left out. */
export async function fitted(file: File, bytes: number): Promise<Blob | null> {
  for (const [longest, quality] of steps) {
    const picture = await drawn(file, longest, quality)
    if (!picture || picture.size <= bytes) return picture
  }
  return null
}
