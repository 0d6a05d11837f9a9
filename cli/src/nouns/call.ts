import {
  type AnswerOf,
  type BodyOf,
  type OperationName,
  operations,
  type ParamsOf,
  type QueryOf,
  routes,
  type Shape,
} from '@millrace/contract'
import { callApi, profileToken } from '../api.ts'
import type { Home } from '../home.ts'

/** What a schema says of an object's members, as JSON Schema writes it. */
export interface Members {
  properties: Readonly<Record<string, Member>>
  required?: readonly string[]
}

export interface Member {
  type?: string
  enum?: readonly string[]
}

const NONE: Members = { properties: {} }
const PAGING = ['cursor', 'limit']

/** Everything that the operation takes, by where it goes; paging is not the person's work. */
export function requestOf(name: OperationName): Record<'params' | 'query' | 'body', Members> {
  const operation: Shape = operations[name]
  const of = (part: 'params' | 'query' | 'body') => (operation[part] ?? NONE) as Members
  const query = of('query')
  const asked = Object.entries(query.properties).filter(([member]) => !PAGING.includes(member))
  return {
    params: of('params'),
    query: { ...query, properties: Object.fromEntries(asked) },
    body: of('body'),
  }
}

/** All that an operation takes, in one object: what goes where is the contract's matter. */
export type MembersOf<Name extends OperationName> = Taken<ParamsOf<Name>> &
  Taken<QueryOf<Name>> &
  Taken<BodyOf<Name>>

type Taken<Part> = [Part] extends [undefined] ? object : Part

/** One call as a profile, by the contract's types. */
export async function callOperation<Name extends OperationName>(
  home: Home,
  profile: string,
  name: Name,
  members: MembersOf<Name>,
): Promise<AnswerOf<Name>> {
  const token = await profileToken(home, profile)
  return (await callNamed(home, { token, name, members })) as AnswerOf<Name>
}

interface Call {
  token: string
  name: OperationName
  members: unknown
}

/** One call of an operation that is known by its name alone. */
export async function callNamed(
  home: Home,
  { token, name, members: given }: Call,
): Promise<unknown> {
  const [method = 'GET', route = '/'] = routes[name].split(' ')
  const request = requestOf(name)
  const members: Readonly<Record<string, unknown>> = { ...(given as object) }
  const path = route.replace(/:(\w+)/g, (_, key) => encodeURIComponent(String(members[key])))
  const query = new URLSearchParams()
  for (const key of [...Object.keys(request.query.properties), ...PAGING])
    if (members[key] !== undefined) query.set(key, String(members[key]))
  const body = Object.keys(members).filter((key) => key in request.body.properties)
  return callApi(home, {
    method,
    path: query.size > 0 ? `${path}?${query}` : path,
    token,
    ...(method !== 'GET' && { body: Object.fromEntries(body.map((key) => [key, members[key]])) }),
  })
}

const PAGE_ITEMS = 200

/** At most `limit` items of a list, page after page, and whether there are more. */
export async function listItems(
  call: (paging: { limit: number; cursor?: string }) => Promise<unknown>,
  limit: number,
): Promise<{ items: unknown[]; more: boolean }> {
  const items: unknown[] = []
  let cursor: string | undefined
  do {
    const size = Math.min(PAGE_ITEMS, limit - items.length)
    const page = (await call({ limit: size, ...(cursor !== undefined && { cursor }) })) as {
      items: unknown[]
      nextCursor?: string
    }
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && items.length < limit)
  return { items, more: cursor !== undefined }
}
