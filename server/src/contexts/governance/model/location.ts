/** `s3://bucket/prefix` without closing slashes; `arn:aws:s3:::bucket/prefix` is the same place. */
export function normalLocation(raw: string): string {
  const url = raw.startsWith('arn:aws:s3:::') ? `s3://${raw.slice('arn:aws:s3:::'.length)}` : raw
  return url.replace(/^s3[an]:\/\//, 's3://').replace(/\/+$/, '')
}

/** True when `inner` is `outer` or lies below it; by path segments, never by text alone. */
export function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`)
}

/** A location cannot climb: segments `.` and `..` have no meaning in an object's name. */
export function plainLocation(location: string): boolean {
  const [bucket, ...segments] = location.slice('s3://'.length).split('/')
  if (!location.startsWith('s3://') || !bucket || bucket === '.' || bucket === '..') return false
  return segments.every((segment) => segment !== '.' && segment !== '..' && segment !== '')
}
