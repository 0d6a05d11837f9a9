import { scopedService } from '../shared/credential-scope.ts'
import type { Door, Exchange } from '../shared/door.ts'
import { element, escapeXml } from '../shared/encode-xml.ts'
import { awsJson } from '../shared/protocols/json.ts'
import { awsQuery } from '../shared/protocols/query.ts'
import { restJson } from '../shared/protocols/rest-json.ts'
import type { WireAnswer } from '../shared/wire.ts'

/** Their errors are XML, and nothing in a request of theirs says so. */
const REST_XML: ReadonlySet<string> = new Set(['route53', 'cloudfront', 's3express'])

/** Tells clients of services of AWS that are not served here so, in the form that they read. */
export function createUnservedDoor({ services }: { services: readonly string[] }): Door {
  return {
    name: 'unserved',
    async handle(exchange) {
      const { request, response, requestId, rawQuery } = exchange
      const service = scopedService(request.headers.authorization, rawQuery) ?? 'this service'
      const message = `"${service}" is not served here; served are ${services.join(', ')}`
      const answer = refusal(exchange, { service, message, requestId })
      request.resume()
      if (!request.complete) response.setHeader('connection', 'close')
      const body = Buffer.from(answer.body)
      response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
      response.end(request.method === 'HEAD' ? undefined : body)
    },
  }
}

function refusal(
  { request, rawQuery }: Exchange,
  { service, message, requestId }: { service: string; message: string; requestId: string },
): WireAnswer {
  const { 'content-type': type = '', 'x-amz-target': target } = request.headers
  const unknown = { code: 'UnknownOperationException', message }
  if (target !== undefined || type.startsWith('application/x-amz-json'))
    return awsJson(type.endsWith('1.1') ? '1.1' : '1.0').encodeError(
      { ...unknown, status: 400 },
      requestId,
    )
  const invalid = { code: 'InvalidAction', message, status: 400 }
  if (service === 'ec2') return ec2Error(invalid, requestId)
  const form = type.startsWith('application/x-www-form-urlencoded')
  if (form || REST_XML.has(service) || new URLSearchParams(rawQuery).has('Action'))
    return awsQuery(`urn:${service}`).encodeError(invalid, requestId)
  return restJson.encodeError({ ...unknown, status: 404 }, requestId)
}

/** @see Amazon EC2 API Reference, "Errors" */
function ec2Error(
  { code, message, status }: { code: string; message: string; status: number },
  requestId: string,
): WireAnswer {
  const error = element('Code', code) + element('Message', escapeXml(message))
  const body = element('Errors', element('Error', error)) + element('RequestID', requestId)
  return { status, headers: { 'content-type': 'text/xml' }, body: element('Response', body) }
}
