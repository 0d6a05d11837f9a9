import { field, group, xmlAnswer } from './answer.ts'
import { malformedXml } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { childrenOf, childText, readXml } from './read-xml.ts'
import { wireErrorOf } from './render-error.ts'

const KEYS_MAX = 1000 // API Reference, DeleteObjects.

export const deleteObjects: S3Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  on: 'bucket',
  query: ['delete'],
  async run({ storage }, request) {
    const { keys, quiet } = readDelete(await smallBody(request))
    const { caller, bucket } = request
    const refused = await storage.deleteObjects(caller, { bucket, keys })
    const results = [...new Set(keys)].map((key) => {
      const refusal = refused.get(key)
      if (!refusal) return quiet ? '' : group('Deleted', field('Key', key))
      const { code, message } = wireErrorOf(refusal)
      return group('Error', field('Key', key), field('Code', code), field('Message', message))
    })
    return xmlAnswer('DeleteResult', results.join(''))
  },
}

function readDelete(body: Buffer): { keys: string[]; quiet: boolean } {
  const root = readXml(body, 'Delete')
  const keys = childrenOf(root, 'Object').map((object) => {
    const key = childText(object, 'Key')
    if (key === undefined) throw malformedXml({ reason: 'an object has no key' })
    return key
  })
  if (keys.length === 0 || keys.length > KEYS_MAX)
    throw malformedXml({ reason: `it names ${keys.length} objects` })
  return { keys, quiet: childText(root, 'Quiet')?.trim() === 'true' }
}
