import type * as catalog from '@aws-sdk/client-service-catalog'
import {
  type LaunchConstraint,
  type Portfolio,
  portfolioArn,
} from '../../contexts/compute/index.ts'
import { invalidRequest } from '../shared/wire.ts'

export function portfolioDetail(portfolio: Portfolio, region: string): catalog.PortfolioDetail {
  const { id, accountId, name, description, createdAt, providerName } = portfolio
  return {
    Id: id,
    ARN: portfolioArn({ region, accountId }, id),
    DisplayName: name,
    Description: description,
    CreatedTime: createdAt,
    ProviderName: providerName,
  }
}

export function constraintDetail(constraint: LaunchConstraint): catalog.ConstraintDetail {
  const { id, description, accountId, productId, portfolioId } = constraint
  return {
    ...{ ConstraintId: id, Type: 'LAUNCH', Description: description },
    ...{ Owner: accountId, ProductId: productId, PortfolioId: portfolioId },
  }
}

/** What is told of a constraint in full. */
export function constraintView(constraint: LaunchConstraint) {
  return {
    ConstraintDetail: constraintDetail(constraint),
    ConstraintParameters: constraint.parameters,
    Status: 'AVAILABLE' as const,
  }
}

interface Properties {
  Name?: string | undefined
  Description?: string | undefined
  Info?: Record<string, string> | undefined
  Type?: string | undefined
}

/**
 * A version as it is published: its template comes with it, from no other place.
 *
 * @throws door.invalid-request
 */
export function publishedVersion(given: Properties | undefined) {
  const { Name = 'v1', Description: description, Info = {}, Type } = given ?? {}
  const { Template: template, ...others } = Info
  checkType(Type)
  const [other] = Object.keys(others)
  const problem =
    other === undefined
      ? 'Info must have the template, as JSON or YAML, under the key "Template"'
      : `Info may not have "${other}": the template goes under the key "Template"`
  if (template === undefined || other !== undefined) throw invalidRequest({ problems: [problem] })
  return { name: Name, description, template }
}

/** @throws door.invalid-request */
export function checkType(type: string | undefined): void {
  if (type !== undefined && type !== 'CLOUD_FORMATION_TEMPLATE')
    throw invalidRequest({
      problems: [`type "${type}" is not served: CLOUD_FORMATION_TEMPLATE is`],
    })
}

/** @throws door.invalid-request */
export function checkPrincipalType(type: string | undefined): void {
  if (type !== undefined && type !== 'IAM')
    throw invalidRequest({ problems: [`principals of type "${type}" are not served: IAM is`] })
}
