import { checkedOverrides, OVERRIDES, objectHeaders } from './object-headers.ts'
import type { S3Operation } from './operation.ts'
import { notModifiedHeaders, readCommand } from './read-command.ts'

export const headObject: S3Operation = {
  name: 'HeadObject',
  method: 'HEAD',
  on: 'object',
  parameters: [...Object.keys(OVERRIDES), 'versionId', 'partNumber'],
  async run({ storage }, request) {
    const overrides = checkedOverrides(request)
    const found = await storage.headObject(request.caller, readCommand(request))
    const { object, unchanged } = found
    if (unchanged) return { status: 304, headers: notModifiedHeaders(object) }
    const headers = { ...objectHeaders(request, found), ...overrides }
    return { status: found.partial ? 206 : 200, headers }
  },
}
