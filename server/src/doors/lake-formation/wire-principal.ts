import type { DataLakePrincipal } from '@aws-sdk/client-lakeformation'
import { invalidRequest } from './errors.ts'

export function parsePrincipal(wire: DataLakePrincipal | undefined): string {
  const name = wire?.DataLakePrincipalIdentifier
  if (!name) throw invalidRequest({ reason: 'Principal must not be empty' })
  return name
}

/** The platform has one organization; grants to it carry this ARN on the wire. */
export function wirePrincipal(name: string, ownerId: string): DataLakePrincipal {
  const organization = `arn:aws:organizations::${ownerId}:organization/o-millrace`
  return { DataLakePrincipalIdentifier: name === 'organization' ? organization : name }
}
