import type { BuiltFile } from './built-files.ts'

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
}

/** A file whose name holds its hash never changes; any other is asked for again each time. */
export function fileHeaders(sent: { file: BuiltFile; coding?: string; sizeBytes: number }) {
  const { file, coding, sizeBytes } = sent
  return {
    ...EVERYWHERE,
    'content-type': file.contentType,
    'content-length': sizeBytes,
    'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
    ...(coding ? { 'content-encoding': coding } : {}),
  }
}

/** Scripts and styles come from here alone; nothing may frame the portal or be framed by it. */
export function documentHeaders(page: { nonce: string; secure: boolean }) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${page.nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    ...EVERYWHERE,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'x-frame-options': 'DENY',
    ...(page.secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}
