import type { Credentials as WireCredentials } from '@aws-sdk/client-sts'
import type { Credentials, Identity } from '../../contexts/identity/index.ts'
import { operationsOf } from '../shared/operation.ts'

export const stsOperation = operationsOf<{ identity: Identity }>()

export function wireCredentials(credentials: Required<Credentials>): WireCredentials {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: credentials.expiresAt,
  }
}
