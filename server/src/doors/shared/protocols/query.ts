import { decodeTree } from '../decode-tree.ts'
import { element, encodeXml, escapeXml } from '../encode-xml.ts'
import { formTree } from '../form-tree.ts'
import { textLeaves } from '../leaves.ts'
import type { Protocol, WireRequest } from '../wire.ts'

/** AWS query: a form with `Action`, in body or URL; XML in the namespace `xmlns` back. */
export function awsQuery(xmlns: string): Protocol {
  return {
    family: 'query',
    identify: (request) => {
      const action = parameters(request).get('Action')
      return action ? { name: action } : { name: undefined, wanted: 'no Action' }
    },
    decode: ({ input }, request) =>
      decodeTree(input.members, formTree(input.members, parameters(request)), textLeaves),
    encode: ({ name, output }, value, requestId) => {
      const members = encodeXml(output.members, value)
      // An operation without output has no result element either.
      const result = output.members.length > 0 ? element(`${name}Result`, members) : ''
      const metadata = element('ResponseMetadata', element('RequestId', requestId))
      return {
        status: 200,
        headers: xmlHeaders(requestId),
        body: `<${name}Response xmlns="${xmlns}">${result}${metadata}</${name}Response>`,
      }
    },
    encodeError: ({ code, status, message }, requestId) => {
      const facts = [
        element('Type', status >= 500 ? 'Receiver' : 'Sender'),
        element('Code', escapeXml(code)),
        element('Message', escapeXml(message)),
      ]
      const error = element('Error', facts.join('')) + element('RequestId', requestId)
      return {
        status,
        headers: xmlHeaders(requestId),
        body: `<ErrorResponse xmlns="${xmlns}">${error}</ErrorResponse>`,
      }
    },
  }
}

function xmlHeaders(requestId: string) {
  return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }
}

function parameters({ rawQuery, body }: WireRequest): URLSearchParams {
  return new URLSearchParams(body.length > 0 ? body.toString('utf8') : rawQuery)
}
