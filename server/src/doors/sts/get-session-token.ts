import {
  GetSessionToken$,
  type GetSessionTokenRequest,
  type GetSessionTokenResponse,
} from '@aws-sdk/client-sts'
import { stsOperation, wireCredentials } from './operation.ts'

export const getSessionToken = stsOperation<GetSessionTokenRequest, GetSessionTokenResponse>({
  schema: GetSessionToken$,
  async run({ identity }, caller, { DurationSeconds }) {
    const { credentials } = await identity.getSessionToken(caller, DurationSeconds)
    return { Credentials: wireCredentials(credentials) }
  },
})
