// A photo is drawn anew before it leaves the phone: upright, no larger than a page needs, and without where it was taken.
const longest = 2000

/** The same picture as a JPEG of at most 2,000 pixels a side; whatever is no picture, or cannot be drawn, as it is. */
export async function smaller(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || typeof createImageBitmap !== 'function') return file
  const drawn = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (!drawn) return file
  const scale = Math.min(1, longest / Math.max(drawn.width, drawn.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(drawn.width * scale)
  canvas.height = Math.round(drawn.height * scale)
  canvas.getContext('2d')?.drawImage(drawn, 0, 0, canvas.width, canvas.height)
  drawn.close()
  const made = await new Promise<Blob | null>((ok) => canvas.toBlob(ok, 'image/jpeg', 0.85))
  return made ?? file
}
