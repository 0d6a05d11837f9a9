import { decodeLeaf, decodeTree, missing, rejectProblems } from '../decode-tree.ts'
import { dateTime, encodeTree, restJsonWriters } from '../encode-tree.ts'
import { restJsonLeaves, textLeaves } from '../leaves.ts'
import { matchPath } from '../path-pattern.ts'
import type { Member, OperationShape, Shape } from '../shape.ts'
import type { Decoded, Protocol, WireRequest } from '../wire.ts'
import { jsonError, parseJson } from './json.ts'

/** rest-json: the operation in method and path; members in path, query, headers and body. */
export const restJson: Protocol = {
  family: 'rest',
  identify: ({ method, rawPath }, operations) => {
    const candidates = operations.filter(({ http }) => http?.method === method)
    const fits = candidates.filter(({ http }) => matchPath(http?.pattern ?? '', rawPath))
    // `/applications/list` before `/applications/{id}`: the pattern with fewer labels wins.
    const [best] = fits.sort((a, b) => labels(a) - labels(b))
    return best ? { name: best.name } : { name: undefined, wanted: `${method} ${rawPath}` }
  },
  decode: (operation, request) => decode(operation, request),
  encode: ({ output, http }, value, requestId) => {
    const answer = splitOutput(output.members, value)
    return {
      status: answer.status ?? http?.status ?? 200,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        ...answer.headers,
      },
      body: answer.body,
    }
  },
  encodeError: (error, requestId) => ({
    status: error.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
    },
    body: jsonError(error),
  }),
}

function labels({ http }: OperationShape): number {
  return http?.pattern.split('{').length ?? 0
}

function decode({ input, http }: OperationShape, request: WireRequest): Decoded {
  const inBody = input.members.filter(({ location }) => location.in === 'body')
  const payload = input.members.find(({ location }) => location.in === 'payload')
  const value = decodeTree(inBody, inBody.length > 0 ? parseJson(request.body) : {}, restJsonLeaves)
  if (payload) Object.assign(value, decodePayload(payload, request.body))
  const path = matchPath(http?.pattern ?? '', request.rawPath) ?? new Map()
  const query = new URLSearchParams(request.rawQuery)
  const problems: string[] = []
  for (const member of input.members) {
    const own = bound(member, { path, query, headers: request.headers })
    if (own !== undefined) value[member.name] = own
    else if (member.required && !['body', 'payload'].includes(member.location.in))
      problems.push(missing(member.name))
  }
  rejectProblems(problems)
  return value
}

function decodePayload(payload: Member, body: Buffer): Decoded {
  if (body.length === 0) return {}
  const shape = payload.shape()
  if (shape.kind === 'blob') return { [payload.name]: body }
  if (shape.kind === 'string') return { [payload.name]: body.toString('utf8') }
  return decodeTree([payload], { [payload.jsonName]: parseJson(body) }, restJsonLeaves)
}

interface Carriers {
  path: ReadonlyMap<string, string>
  query: URLSearchParams
  headers: WireRequest['headers']
}

/** The value of a member that does not travel in the body. */
function bound(member: Member, { path, query, headers }: Carriers): unknown {
  const { location, name } = member
  if (location.in === 'label') {
    const raw = path.get(name)
    return raw === undefined ? undefined : decodeLeaf(member.shape(), raw, name, textLeaves)
  }
  if (location.in === 'query') return fromTexts(member, query.getAll(location.name))
  if (location.in === 'query-map') return Object.fromEntries(query)
  if (location.in === 'header') {
    const raw = headers[location.name]
    return fromTexts(member, raw === undefined ? [] : [String(raw)])
  }
  if (location.in === 'header-prefix') {
    const own = Object.entries(headers).filter(([header]) => header.startsWith(location.name))
    return Object.fromEntries(
      own.map(([header, text]) => [header.slice(location.name.length), String(text)]),
    )
  }
  return undefined
}

function fromTexts(member: Member, texts: string[]): unknown {
  const shape: Shape = member.shape()
  if (texts[0] === undefined) return undefined
  if (shape.kind !== 'list') return decodeLeaf(shape, texts[0], member.name, textLeaves)
  return texts.map((text) => decodeLeaf(shape.element(), text, member.name, textLeaves))
}

function splitOutput(members: readonly Member[], value: object) {
  const headers: Record<string, string> = {}
  let status: number | undefined
  let body = JSON.stringify(
    encodeTree(
      members.filter(({ location }) => location.in === 'body'),
      value,
      restJsonWriters,
    ),
  )
  for (const { name, location, jsonName, shape } of members) {
    const own = (value as Decoded)[name]
    if (own === undefined || own === null) continue
    if (location.in === 'header')
      headers[location.name] = own instanceof Date ? dateTime(own) : String(own)
    if (location.in === 'status') status = Number(own)
    if (location.in === 'payload')
      body = JSON.stringify(
        encodeTree(
          [{ name, location, jsonName, xmlName: name, required: false, shape }],
          value,
          restJsonWriters,
        )[jsonName],
      )
  }
  return { headers, status, body }
}
