import type { AccountId } from '../../identity/index.ts'
import { invalidCatalogueEntry } from '../errors.ts'

/** Products, and who may launch them. */
export interface Portfolio {
  id: string
  accountId: AccountId
  name: string
  providerName: string
  description: string | undefined
  tags: Readonly<Record<string, string>>
  token: string
  createdBy: string
  createdAt: Date
}

/** A product of a portfolio is launched as the role, not as its user. */
export interface LaunchConstraint {
  id: string
  accountId: AccountId
  portfolioId: string
  productId: string
  roleArn: string
  /** The JSON as it was given. */
  parameters: string
  description: string | undefined
  token: string
  createdBy: string
  createdAt: Date
}

// https://docs.aws.amazon.com/servicecatalog/latest/adminguide/limits.html
export const PORTFOLIOS_MAX = 100
export const PRODUCTS_MAX = 350
export const VERSIONS_MAX = 100
export const PRINCIPALS_MAX = 100

// Service Catalog API: PortfolioDisplayName, ProviderName, PortfolioDescription.
const LENGTHS = { name: [1, 100], providerName: [1, 50], description: [0, 2000] } as const

/** @throws compute.invalid-catalogue-entry */
export function checkPortfolio(
  texts: Pick<Portfolio, 'name' | 'providerName' | 'description'>,
): void {
  for (const [key, [least, most]] of Object.entries(LENGTHS)) {
    const { length } = texts[key as keyof typeof LENGTHS] ?? { length: least }
    if (length < least || length > most)
      throw invalidCatalogueEntry({
        reason: `the ${key} of a portfolio has ${least} to ${most} letters`,
      })
  }
}

const PRINCIPAL = /^arn:aws:iam::(\d{12}):(user|role)\/[\w+=,.@/-]{1,576}$/

/** A user or role of the account itself. @throws compute.invalid-catalogue-entry */
export function checkPrincipal(arn: string, accountId: AccountId): void {
  if (PRINCIPAL.exec(arn)?.[1] !== accountId)
    throw invalidCatalogueEntry({ reason: `"${arn}" is no user or role of account ${accountId}` })
}

/**
 * The launch role that a constraint names, by ARN or as a local name.
 *
 * @throws compute.invalid-catalogue-entry
 * @see Service Catalog `CreateConstraint`, Parameters of LAUNCH
 */
export function launchRoleOf(
  { type, parameters }: { type: string; parameters: string },
  accountId: AccountId,
): string {
  if (type !== 'LAUNCH')
    throw invalidCatalogueEntry({ reason: `constraints of type "${type}" are not kept: LAUNCH is` })
  const { RoleArn, LocalRoleName, ...others } = parsed(parameters)
  const given = [RoleArn, LocalRoleName].filter((one) => one !== undefined)
  const [role] = given
  if (given.length !== 1 || typeof role !== 'string' || Object.keys(others).length > 0)
    throw invalidCatalogueEntry({
      reason: 'the parameters are not {"RoleArn": …} or {"LocalRoleName": …}',
    })
  const arn = RoleArn === undefined ? `arn:aws:iam::${accountId}:role/${role}` : role
  const [, owner, kind] = PRINCIPAL.exec(arn) ?? []
  if (owner !== accountId || kind !== 'role')
    throw invalidCatalogueEntry({ reason: `"${arn}" is no role of account ${accountId}` })
  return arn
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Falls through to the same answer as JSON that is no object.
  }
  throw invalidCatalogueEntry({ reason: 'the parameters are no JSON object' })
}
