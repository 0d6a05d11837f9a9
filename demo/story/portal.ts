import { callApi, profileToken } from '../../cli/src/api.ts'
import { openHome } from '../../cli/src/home.ts'

/** The portal's API as one person sees it. */
export interface Portal {
  get<Answer>(path: string): Promise<Answer>
  post<Answer>(path: string, body: object): Promise<Answer>
  put<Answer>(path: string, body: object): Promise<Answer>
}

export async function portalOf(profile: string): Promise<Portal> {
  const home = openHome()
  const token = await profileToken(home, profile)
  const ask = async (method: string, path: string, body?: object) =>
    await callApi(home, { method, path, token, ...(body && { body }) })
  return {
    get: async <Answer>(path: string) => (await ask('GET', path)) as Answer,
    post: async <Answer>(path: string, body: object) => (await ask('POST', path, body)) as Answer,
    put: async <Answer>(path: string, body: object) => (await ask('PUT', path, body)) as Answer,
  }
}
