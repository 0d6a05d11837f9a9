import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a browser shows to be let in to one page: what the page is of, and a seal on it. */
export function passFor(key: Buffer, target: string): string {
  return `${target}.${sealOf(key, target)}`
}

/** What a pass is for; undefined of anything that we have not made. */
export function targetOfPass(key: Buffer, pass: string): string | undefined {
  const [id = '', seal = ''] = pass.split('.', 2)
  const presented = Buffer.from(seal)
  const wanted = Buffer.from(sealOf(key, id))
  const same = presented.length === wanted.length && timingSafeEqual(presented, wanted)
  return same && id !== '' ? id : undefined
}

function sealOf(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id).digest('base64url')
}
