import type {
  AnswerOf,
  BodyOf,
  OperationName,
  ParamsOf,
  Problem,
  QueryOf,
} from '@millrace/contract'
import { routes } from '@millrace/contract/routes'

const BASE = '/api/v1'

/** What an operation takes; parts that it does not take are absent. */
export interface Ask<Name extends OperationName> {
  params?: ParamsOf<Name>
  query?: QueryOf<Name>
  body?: BodyOf<Name>
}

/** A refusal in the platform's own words. */
export class Refusal extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'Refusal'
    this.problem = problem
  }
}

export async function call<Name extends OperationName>(
  name: Name,
  ask: Ask<Name> = {},
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  const [method = 'GET', path = ''] = routes[name].split(' ')
  const request: RequestInit = { method, headers: { accept: 'application/json' } }
  if (signal) request.signal = signal
  if (method !== 'GET') {
    request.headers = { ...request.headers, 'content-type': 'application/json' }
    request.body = JSON.stringify(ask.body ?? {})
  }
  const response = await send(
    `${BASE}${fill(path, ask.params as object)}${queryText(ask.query as object)}`,
    request,
  )
  if (!response.ok) throw new Refusal(await problemOf(response))
  return (await response.json()) as AnswerOf<Name>
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refusal(unreachable('The platform did not answer.'))
  }
}

/** A proxy in between may answer with anything at all. */
async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id') ?? ''
  try {
    return { ...unreachable(''), requestId, ...((await response.json()) as Partial<Problem>) }
  } catch {
    return { ...unreachable(`The platform answered with status ${response.status}.`), requestId }
  }
}

function unreachable(message: string): Problem {
  return { code: 'portal.unreachable', kind: 'unavailable', message, requestId: '' }
}

function fill(path: string, params: object | undefined = {}): string {
  const values = new Map(Object.entries(params))
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''))
}

/** What stands behind an address, with its `?`; what is empty is left out. */
export function queryText(query: object | undefined = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()
  return text && `?${text}`
}
