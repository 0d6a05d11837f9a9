import { noSuchItem } from './errors.ts'
import { linkOf, linkWire } from './link-wire.ts'
import { operatorOperation } from './operation.ts'
import { accountNamed } from './storage-use.ts'

export const linkBucket = operatorOperation('linkBucket', async (deps, { params, body }) => {
  const { bucket: name } = params
  const accountId = await accountNamed(deps, body.account)
  await deps.storage.linkBucket({ name, accountId, link: linkOf(body) })
  const linked = (await deps.storage.links()).find((one) => one.name === name)
  if (!linked) throw noSuchItem({ kind: 'bucket', id: name })
  return linkWire(linked)
})
