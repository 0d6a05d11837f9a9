import { Agent } from 'node:http'
import { readProfile } from '../cli/src/profiles.ts'
import { send } from './signed-http.ts'

/** An Iceberg REST catalog, and how a request of ours is let in. */
export interface RestCatalog {
  name: string
  /** Up to and with the prefix of the warehouse. */
  url: string
  headers: Record<string, string>
}

export type Rest = (method: string, path: string, body?: object) => Promise<unknown>

/** Ours, as the administrator of governance. */
export async function ourCatalog(home: string, url: string): Promise<RestCatalog> {
  const { accessKeyId, secretAccessKey } = readProfile(home, 'governance-admin')
  const asked = await fetch(`${url}/iceberg/v1/oauth/tokens`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: accessKeyId,
      client_secret: secretAccessKey,
      scope: 'PRINCIPAL_ROLE:ALL',
    }),
  })
  const { access_token: token } = (await asked.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  const config = await fetch(`${url}/iceberg/v1/config`, { headers })
  const { overrides } = (await config.json()) as { overrides: { prefix: string } }
  return { name: 'millrace', url: `${url}/iceberg/v1/${overrides.prefix}`, headers }
}

export function restClient({ url, headers }: RestCatalog, connectionsMax: number): Rest {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax })
  return (method, path, body) =>
    send({
      agent,
      url: url + path,
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
}
