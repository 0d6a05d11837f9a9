import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.ts'
import type { Home } from './home.ts'
import { readProfile } from './profiles.ts'

const ANSWER_MILLISECONDS = 60_000

/** Calls the portal's API; errors become one line that says what, why and the request's id. */
export async function callApi(
  home: Home,
  call: { method: string; path: string; body?: unknown; token: string },
): Promise<unknown> {
  const response = await reach(home, `/api/v1${call.path}`, {
    method: call.method,
    headers: { authorization: `Bearer ${call.token}`, 'content-type': 'application/json' },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Failure(problem(text) ?? `${call.path} answered ${response.status}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Lets whoever owns the home run the platform; it opens no data. */
export function operatorToken(home: Home): string {
  try {
    return readFileSync(join(home.path, 'keys/operator'), 'utf8').trim()
  } catch {
    throw new Failure(`"${home.path}" is no home of a started platform: run "npm start"`)
  }
}

/** A bearer token for a profile, by the same OAuth2 call that Iceberg clients make. */
export async function profileToken(home: Home, name: string): Promise<string> {
  const { accessKeyId, secretAccessKey } = readProfile(home.path, name)
  const response = await reach(home, '/iceberg/v1/oauth/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: accessKeyId,
      client_secret: secretAccessKey,
      scope: 'catalog',
    }),
  })
  if (!response.ok) throw new Failure(`the key of "${name}" was not accepted: ${response.status}`)
  return ((await response.json()) as { access_token: string }).access_token
}

async function reach(home: Home, path: string, init: RequestInit): Promise<Response> {
  if (!home.known) throw new Failure(`no platform of "${home.path}" is running: run "npm start"`)
  try {
    return await fetch(`${home.url}${path}`, {
      ...init,
      signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
    })
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? String(error)
    throw new Failure(`no platform answers at ${home.url} (${cause}): run "npm start"`)
  }
}

function problem(text: string): string | undefined {
  try {
    const { title, detail, message, requestId } = JSON.parse(text)
    const what = detail ?? message ?? title
    return what === undefined ? undefined : `${what}${requestId ? ` (request ${requestId})` : ''}`
  } catch {
    return undefined
  }
}
