import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AssociatePrincipalWithPortfolioCommand,
  AssociateProductWithPortfolioCommand,
  CreateConstraintCommand,
  CreatePortfolioCommand,
  CreateProductCommand,
  CreateProvisioningArtifactCommand,
  DeleteConstraintCommand,
  DeletePortfolioCommand,
  DeleteProductCommand,
  DescribeConstraintCommand,
  DescribePortfolioCommand,
  DescribeProductAsAdminCommand,
  DescribeProductCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  DisassociatePrincipalFromPortfolioCommand,
  DisassociateProductFromPortfolioCommand,
  DuplicateResourceException,
  InvalidParametersException,
  ListConstraintsForPortfolioCommand,
  ListLaunchPathsCommand,
  ListPortfoliosCommand,
  ListPrincipalsForPortfolioCommand,
  ProvisionProductCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  SearchProductsAsAdminCommand,
  SearchProductsCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog'
import type { Caller, Identity } from '../../contexts/identity/index.ts'
import { allowing, givenComputeDoor } from '../../testing/compute.ts'
import { trusting } from '../../testing/identity.ts'
import { createServiceCatalogDoor } from './index.ts'

const Template = JSON.stringify({
  Parameters: { Size: { Type: 'String', Default: 'm5.large', AllowedValues: ['m5.large'] } },
  Resources: {
    Cluster: {
      Type: 'AWS::EMR::Cluster',
      Properties: {
        ReleaseLabel: 'spark-4.1',
        Instances: { MasterInstanceGroup: { InstanceType: { Ref: 'Size' } } },
      },
    },
  },
})

/** The platform team is the account's admin; quant may only use the catalogue. */
async function givenTeam() {
  const given = await givenComputeDoor({
    policy: allowing([
      ...['servicecatalog:SearchProducts', 'servicecatalog:DescribeProduct'],
      ...['servicecatalog:DescribeProvisioningParameters', 'servicecatalog:ListLaunchPaths'],
      ...['servicecatalog:ProvisionProduct', 'servicecatalog:DescribeRecord'],
    ]),
    door: createServiceCatalogDoor,
  })
  const team = new ServiceCatalogClient(given.admin)
  const quant = new ServiceCatalogClient(given.quant)
  const principal = `arn:aws:iam::${given.accountId}:user/quant`
  return { ...given, team, user: quant, principal }
}

async function launchRole(identity: Identity, caller: Caller, text: object): Promise<string> {
  const trust = trusting({ Service: 'servicecatalog.amazonaws.com' })
  await identity.createRole(caller, { name: 'launch', trust })
  const policy = { kind: 'role' as const, name: 'launch', policyName: 'own' }
  await identity.putInlinePolicy(caller, { ...policy, text: JSON.stringify(text) })
  return `arn:aws:iam::${caller.accountId}:role/launch`
}

async function publish(team: ServiceCatalogClient) {
  const { PortfolioDetail } = await team.send(
    new CreatePortfolioCommand({ DisplayName: 'Research', ProviderName: 'Platform team' }),
  )
  const { ProductViewDetail } = await team.send(
    new CreateProductCommand({
      Name: 'Small cluster',
      Owner: 'Platform team',
      ProductType: 'CLOUD_FORMATION_TEMPLATE',
      ProvisioningArtifactParameters: { Name: 'v1', Info: { Template } },
    }),
  )
  const PortfolioId = PortfolioDetail?.Id
  const ProductId = ProductViewDetail?.ProductViewSummary?.ProductId
  assert(PortfolioId !== undefined && ProductId !== undefined)
  return { PortfolioId, ProductId }
}

test('given a published product, when admitted users launch it, then its role does', async () => {
  await using given = await givenTeam()
  const { team, user, principal } = given
  const place = await publish(team)
  await team.send(new AssociateProductWithPortfolioCommand(place))
  const { PortfolioId, ProductId } = place
  const search = async () => {
    const { ProductViewSummaries = [] } = await user.send(new SearchProductsCommand({}))
    return ProductViewSummaries.some((one) => one.ProductId === ProductId)
  }
  const wish = { ProductId, ProvisionedProductName: 'mine' }
  const provision = () => user.send(new ProvisionProductCommand(wish))
  assert.equal(await search(), false)
  await assert.rejects(provision(), ResourceNotFoundException)
  await assert.rejects(
    user.send(new DescribeProductCommand({ Id: ProductId })),
    ResourceNotFoundException,
  )

  const admitted = { PortfolioId, PrincipalARN: principal, PrincipalType: 'IAM' as const }
  await team.send(new AssociatePrincipalWithPortfolioCommand(admitted))
  assert.equal(await search(), true)
  await assert.rejects(provision(), { name: 'AccessDeniedException' })
  const RoleArn = await launchRole(
    given.identity,
    given.caller,
    allowing('elasticmapreduce:RunJobFlow'),
  )
  await team.send(
    new CreateConstraintCommand({
      ...{ ...place, Type: 'LAUNCH', Parameters: JSON.stringify({ RoleArn }) },
    }),
  )
  const paths = await user.send(new ListLaunchPathsCommand({ ProductId }))
  const { ProvisioningArtifactParameters: parameters } = await user.send(
    new DescribeProvisioningParametersCommand({ ProductId }),
  )
  const { RecordDetail } = await provision()

  const [path] = paths.LaunchPathSummaries ?? []
  assert.deepEqual([path?.Name, path?.ConstraintSummaries?.[0]?.Type], ['Research', 'LAUNCH'])
  assert.deepEqual(parameters?.[0]?.ParameterConstraints?.AllowedValues, ['m5.large'])
  const record = await user.send(new DescribeRecordCommand({ Id: RecordDetail?.RecordId }))
  const cluster = await given.compute.findCluster(record.RecordOutputs?.[0]?.OutputValue ?? '')
  assert.equal(cluster?.createdBy, RoleArn)
})

test('given users of the catalogue alone, when they publish, then they may not', async () => {
  await using given = await givenTeam()
  const { PortfolioId } = await publish(given.team)
  const denied = { name: 'AccessDeniedException' }
  const { user, principal: PrincipalARN } = given

  const made = new CreatePortfolioCommand({ DisplayName: 'Mine', ProviderName: 'me' })
  await assert.rejects(user.send(made), denied)
  const admission = { PortfolioId, PrincipalARN, PrincipalType: 'IAM' as const }
  await assert.rejects(user.send(new AssociatePrincipalWithPortfolioCommand(admission)), denied)
  await assert.rejects(user.send(new DescribePortfolioCommand({ Id: PortfolioId })), denied)
})

test('given a publisher who may not pass a role, when named as launch role, refused', async () => {
  await using given = await givenComputeDoor({
    policy: allowing('servicecatalog:*'),
    door: createServiceCatalogDoor,
  })
  const publisher = new ServiceCatalogClient(given.quant)
  const place = await publish(publisher)
  await publisher.send(new AssociateProductWithPortfolioCommand(place))
  const RoleArn = await launchRole(given.identity, given.caller, allowing('*'))
  const constrain = (parameters: object, Type = 'LAUNCH') =>
    publisher.send(
      new CreateConstraintCommand({ ...place, Type, Parameters: JSON.stringify(parameters) }),
    )

  await assert.rejects(constrain({ RoleArn }), { name: 'AccessDeniedException' })
  await assert.rejects(constrain({ LocalRoleName: 'launch' }), { name: 'AccessDeniedException' })
  await assert.rejects(constrain({ RoleArn }, 'STACKSET'), InvalidParametersException)
  const theirs = { RoleArn: 'arn:aws:iam::999988887777:role/launch' }
  await assert.rejects(constrain(theirs), InvalidParametersException)
})

test('given what an account published, when another looks, then it is not found', async () => {
  await using given = await givenTeam()
  const { PortfolioId, ProductId } = await publish(given.team)
  const other = new ServiceCatalogClient(given.outsider)
  const absent = [
    new DescribePortfolioCommand({ Id: PortfolioId }),
    new DeletePortfolioCommand({ Id: PortfolioId }),
    new DeleteProductCommand({ Id: ProductId }),
    new DescribeProductAsAdminCommand({ Id: ProductId }),
    new AssociateProductWithPortfolioCommand({ PortfolioId, ProductId }),
    new ListPrincipalsForPortfolioCommand({ PortfolioId }),
    new ListConstraintsForPortfolioCommand({ PortfolioId }),
  ]

  for (const command of absent)
    await assert.rejects(other.send(command as DescribePortfolioCommand), ResourceNotFoundException)
  const { PortfolioDetails } = await other.send(new ListPortfoliosCommand({}))
  const { ProductViewDetails } = await other.send(new SearchProductsAsAdminCommand({}))

  assert.deepEqual([PortfolioDetails, ProductViewDetails], [[], []])
})

test('given portfolios, when listed by pages, then the token leads on', async () => {
  await using given = await givenTeam()
  const create = (IdempotencyToken: string, DisplayName = IdempotencyToken) =>
    given.team.send(
      new CreatePortfolioCommand({ DisplayName, ProviderName: 'us', IdempotencyToken }),
    )
  for (const name of ['one', 'two', 'three', 'one']) await create(name)

  const first = await given.team.send(new ListPortfoliosCommand({ PageSize: 2 }))
  const { NextPageToken: PageToken } = first
  const second = await given.team.send(new ListPortfoliosCommand({ PageSize: 2, PageToken }))

  const names = [first, second].map(({ PortfolioDetails = [] }) =>
    PortfolioDetails.map(({ DisplayName }) => DisplayName),
  )
  assert.deepEqual([names, second.NextPageToken], [[['one', 'two'], ['three']], undefined])
  await assert.rejects(create('one', 'other'), InvalidParametersException)
  const wrong = new ListPortfoliosCommand({ PageToken: 'wrong' })
  await assert.rejects(given.team.send(wrong), InvalidParametersException)
})

test('given what is in use, when taken apart, then from the inside out', async () => {
  await using given = await givenTeam()
  const { team, principal: PrincipalARN } = given
  const place = await publish(team)
  const { PortfolioId, ProductId } = place
  const RoleArn = await launchRole(given.identity, given.caller, allowing('*'))
  await team.send(new AssociateProductWithPortfolioCommand(place))
  const admission = { PortfolioId, PrincipalARN, PrincipalType: 'IAM' as const }
  await team.send(new AssociatePrincipalWithPortfolioCommand(admission))
  const constraint = { ...place, Type: 'LAUNCH', Parameters: JSON.stringify({ RoleArn }) }
  const { ConstraintDetail } = await team.send(new CreateConstraintCommand(constraint))
  const Id = ConstraintDetail?.ConstraintId
  const second = team.send(new CreateConstraintCommand(constraint))
  await assert.rejects(second, DuplicateResourceException)
  const described = await team.send(new DescribeConstraintCommand({ Id }))
  assert.equal(described.ConstraintParameters, JSON.stringify({ RoleArn }))

  const deletePortfolio = () => team.send(new DeletePortfolioCommand({ Id: PortfolioId }))
  const takeOut = () => team.send(new DisassociateProductFromPortfolioCommand(place))
  await assert.rejects(
    team.send(new DeleteProductCommand({ Id: ProductId })),
    ResourceInUseException,
  )
  await assert.rejects(deletePortfolio(), ResourceInUseException)
  await assert.rejects(takeOut(), ResourceInUseException)
  await team.send(new DeleteConstraintCommand({ Id }))
  await takeOut()
  await team.send(new DisassociatePrincipalFromPortfolioCommand(admission))
  await team.send(new DeleteProductCommand({ Id: ProductId }))
  await deletePortfolio()

  const { PortfolioDetails } = await team.send(new ListPortfoliosCommand({}))
  assert.deepEqual(PortfolioDetails, [])
})

test('given a template from elsewhere or of no use, when published, then refused', async () => {
  await using given = await givenTeam()
  const { ProductId } = await publish(given.team)
  const add = (Info: Record<string, string>) =>
    given.team.send(new CreateProvisioningArtifactCommand({ ProductId, Parameters: { Info } }))

  const { Info } = await add({ Template })
  const elsewhere = add({ LoadTemplateFromURL: 'https://example.com/t.json' })

  assert.equal(Info?.Template, Template)
  await assert.rejects(elsewhere, InvalidParametersException)
  await assert.rejects(add({ Template: 'no JSON' }), InvalidParametersException)
  await assert.rejects(add({}), InvalidParametersException)
})
