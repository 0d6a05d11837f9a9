import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, Refusal } from './failure.ts'
import type { Home } from './home.ts'
import { readProfile } from './profiles.ts'
import { reach } from './reach.ts'

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
  const { text } = response
  if (!response.ok) throw problem(text) ?? new Failure(`${call.path} answered ${response.status}`)
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
    }).toString(),
  })
  if (!response.ok) throw new Failure(`the key of "${name}" was not accepted: ${response.status}`)
  return (JSON.parse(response.text) as { access_token: string }).access_token
}

function problem(text: string): Refusal | undefined {
  try {
    const { title, detail, message, requestId, facts = {} } = JSON.parse(text)
    const what = detail ?? message ?? title
    if (what === undefined) return undefined
    return new Refusal(`${what}${requestId ? ` (request ${requestId})` : ''}`, facts)
  } catch {
    return undefined
  }
}
