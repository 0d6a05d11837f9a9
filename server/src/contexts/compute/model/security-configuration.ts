import type { AccountId } from '../../identity/index.ts'
import { invalidSecurityConfiguration } from '../errors.ts'

/** What clusters are to keep to, by the name that they are made with. */
export interface SecurityConfiguration {
  accountId: AccountId
  name: string
  /** The JSON as it was given. */
  configuration: string
  createdBy: string
  createdAt: Date
}

const NAME = /^[\w .-]{1,256}$/ // As the console of EMR has it.
const LENGTH_MAX = 10_280 // EMR API: XmlString.

type Json = Record<string, unknown>
type Rule = (value: unknown) => boolean

const flag: Rule = (value) => typeof value === 'boolean'
const off: Rule = (value) => value === false
const text: Rule = (value) => typeof value === 'string'
const some: Rule = (value) => typeof value === 'object' && value !== null

const AUTHORIZATION = 'AuthorizationConfiguration'
const OF_ROLES = `${AUTHORIZATION}.IAMConfiguration`
const OF_LAKE_FORMATION = `${AUTHORIZATION}.LakeFormationConfiguration`
const OF_METADATA = 'InstanceMetadataServiceConfiguration'

/** What holds here, asked for or not; all else would be a promise that nobody keeps. */
const HELD: Readonly<Record<string, Rule>> = {
  // Each step and session has its role alone.
  [`${OF_ROLES}.EnableApplicationScopedIAMRole`]: flag,
  [`${OF_ROLES}.ApplicationScopedIAMRoleConfiguration.PropagateSourceIdentity`]: flag,
  // Reading is decided by the platform, whatever a session calls itself.
  [`${OF_LAKE_FORMATION}.AuthorizedSessionTagValue`]: text,
  [`${OF_LAKE_FORMATION}.EnableLakeFormation`]: flag,
  // Driver and executors talk on the loopback of a network of their own.
  'EncryptionConfiguration.EnableInTransitEncryption': flag,
  'EncryptionConfiguration.InTransitEncryptionConfiguration': some,
  'EncryptionConfiguration.EnableAtRestEncryption': off,
  // There is no instance metadata to be reached.
  [`${OF_METADATA}.MinimumInstanceMetadataServiceVersion`]: (value) => value === 1 || value === 2,
  [`${OF_METADATA}.HttpPutResponseHopLimit`]: (value) => typeof value === 'number',
}

/** @throws compute.invalid-security-configuration */
export function checkSecurityConfiguration(
  given: Pick<SecurityConfiguration, 'name' | 'configuration'>,
): void {
  if (!NAME.test(given.name)) refuse(`"${given.name}" is no name of a security configuration`)
  if (given.configuration.length > LENGTH_MAX)
    refuse(`a security configuration has at most ${LENGTH_MAX} characters`)
  checkPart(parse(given.configuration), '')
}

function parse(configuration: string): Json {
  try {
    const parsed: unknown = JSON.parse(configuration)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Json
  } catch {
    // Falls through to the same answer as JSON that is no object.
  }
  return refuse('a security configuration is a JSON object')
}

function checkPart(part: Json, above: string): void {
  for (const [name, value] of Object.entries(part)) {
    const path = `${above}${name}`
    const rule = Object.hasOwn(HELD, path) ? HELD[path] : undefined
    const within = Object.keys(HELD).some((held) => held.startsWith(`${path}.`))
    if (rule && !rule(value)) refuse(`${path} cannot be ${JSON.stringify(value)} here`)
    if (!rule && within && some(value)) checkPart(value as Json, `${path}.`)
    else if (!rule) refuse(`${path} is not offered`)
  }
}

function refuse(reason: string): never {
  throw invalidSecurityConfiguration({ reason })
}
