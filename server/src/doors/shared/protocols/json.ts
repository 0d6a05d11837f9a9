import { decodeTree } from '../decode-tree.ts'
import { encodeTree, jsonWriters } from '../encode-tree.ts'
import { jsonLeaves } from '../leaves.ts'
import { malformedRequest, type Protocol, type WireError } from '../wire.ts'

/** AWS JSON 1.0 and 1.1: the operation in `x-amz-target`, one JSON structure each way. */
export function awsJson(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`
  return {
    family: 'json',
    identify: ({ headers }) => {
      const target = String(headers['x-amz-target'] ?? '')
      const name = target.slice(target.lastIndexOf('.') + 1)
      return name === '' ? { name: undefined, wanted: 'no x-amz-target' } : { name }
    },
    decode: ({ input }, { body }) => decodeTree(input.members, parseJson(body), jsonLeaves),
    encode: ({ output }, value, requestId) => ({
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: JSON.stringify(encodeTree(output.members, value, jsonWriters)),
    }),
    encodeError: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': contentType,
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
      },
      body: jsonError(error),
    }),
  }
}

/** SDKs differ in the case of `message`; AWS's own services do too, so both are there. */
export function jsonError({ code, message, members }: WireError): string {
  return JSON.stringify({ __type: code, message, Message: message, ...members })
}

/** An absent body is an empty structure: SDKs leave it out where nothing is to be said. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw malformedRequest({ reason: 'the body is not valid JSON' }, { cause })
  }
}
