import { checkedOverrides, OVERRIDES, objectHeaders } from './object-headers.ts'
import type { S3Operation } from './operation.ts'
import { notModifiedHeaders, readCommand } from './read-command.ts'

export const getObject: S3Operation = {
  name: 'GetObject',
  method: 'GET',
  on: 'object',
  parameters: [...Object.keys(OVERRIDES), 'versionId', 'partNumber'],
  async run({ storage }, request) {
    const overrides = checkedOverrides(request)
    const found = await storage.getObject(request.caller, readCommand(request))
    const { object, body } = found
    if (!body) return { status: 304, headers: notModifiedHeaders(object) }
    const headers = { ...objectHeaders(request, found), ...overrides }
    return { status: found.partial ? 206 : 200, headers, body }
  },
}
