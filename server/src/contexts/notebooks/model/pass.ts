import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a browser shows to be let in to one notebook: its id and a seal on it. */
export function passFor(key: Buffer, notebookId: string): string {
  return `${notebookId}.${sealOf(key, notebookId)}`
}

/** The notebook that a pass is for; undefined of anything that we have not made. */
export function notebookOfPass(key: Buffer, pass: string): string | undefined {
  const [id = '', seal = ''] = pass.split('.', 2)
  const presented = Buffer.from(seal)
  const wanted = Buffer.from(sealOf(key, id))
  const same = presented.length === wanted.length && timingSafeEqual(presented, wanted)
  return same && id !== '' ? id : undefined
}

function sealOf(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id).digest('base64url')
}
