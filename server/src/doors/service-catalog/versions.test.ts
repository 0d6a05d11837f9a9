import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AssociatePrincipalWithPortfolioCommand,
  AssociateProductWithPortfolioCommand,
  CreatePortfolioCommand,
  CreateProductCommand,
  CreateProvisioningArtifactCommand,
  DeleteProvisioningArtifactCommand,
  DescribeProductAsAdminCommand,
  InvalidParametersException,
  ListRecordHistoryCommand,
  ProvisionProductCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ServiceCatalogClient,
  UpdateProvisionedProductCommand,
  UpdateProvisioningArtifactCommand,
} from '@aws-sdk/client-service-catalog'
import { allowing, givenComputeDoor } from '../../testing/compute.ts'
import { createServiceCatalogDoor } from './index.ts'

const Template = JSON.stringify({
  Parameters: { Workers: { Type: 'Number', Default: 1, MinValue: 1, MaxValue: 3 } },
  Resources: {
    Cluster: {
      Type: 'AWS::EMR::Cluster',
      Properties: {
        ReleaseLabel: 'spark-4.1',
        Instances: {
          MasterInstanceGroup: { InstanceType: 'm5.large' },
          CoreInstanceGroup: { InstanceType: 'c5.large', InstanceCount: { Ref: 'Workers' } },
        },
      },
    },
  },
})

/** A product of two versions, whose first one its publisher has launched. */
async function givenLaunched() {
  const door = createServiceCatalogDoor
  const given = await givenComputeDoor({ policy: allowing('servicecatalog:SearchProducts'), door })
  const team = new ServiceCatalogClient(given.admin)
  const portfolio = { DisplayName: 'Research', ProviderName: 'Platform team' }
  const { PortfolioDetail } = await team.send(new CreatePortfolioCommand(portfolio))
  const made = await team.send(
    new CreateProductCommand({
      ...{ Name: 'Workers', Owner: 'Team', ProductType: 'CLOUD_FORMATION_TEMPLATE' },
      ProvisioningArtifactParameters: { Name: 'v1', Info: { Template } },
    }),
  )
  const PortfolioId = PortfolioDetail?.Id
  const ProductId = made.ProductViewDetail?.ProductViewSummary?.ProductId
  const first = made.ProvisioningArtifactDetail?.Id
  await team.send(new AssociateProductWithPortfolioCommand({ PortfolioId, ProductId }))
  const PrincipalARN = `arn:aws:iam::${given.accountId}:user/admin`
  const admitted = { PortfolioId, PrincipalARN, PrincipalType: 'IAM' } as const
  await team.send(new AssociatePrincipalWithPortfolioCommand(admitted))
  const ProvisionedProductName = 'mine'
  const wish = { ProductId, ProvisionedProductName }
  const { RecordDetail } = await team.send(new ProvisionProductCommand(wish))
  return { ...given, team, first, ...wish, record: RecordDetail }
}

test('given a provisioned product, when updated, then its history says how', async () => {
  await using given = await givenLaunched()
  const { team, ProductId, ProvisionedProductName } = given
  const update = (more: object) =>
    team.send(new UpdateProvisionedProductCommand({ ProductId, ProvisionedProductName, ...more }))
  const workers = (Value: string) => ({ ProvisioningParameters: [{ Key: 'Workers', Value }] })

  const { RecordDetail } = await update({ ...workers('3'), UpdateToken: 'u' })

  assert.equal(RecordDetail?.RecordType, 'UPDATE_PROVISIONED_PRODUCT')
  const again = await update({ ...workers('3'), UpdateToken: 'u' })
  assert.equal(again.RecordDetail?.RecordId, RecordDetail?.RecordId)
  await assert.rejects(update({ ...workers('2'), UpdateToken: 'u' }), InvalidParametersException)
  await assert.rejects(update(workers('9')), InvalidParametersException)
  const kept = [{ Key: 'Workers', UsePreviousValue: true }]
  await update({ ProvisioningParameters: kept })
  const SearchFilter = { Key: 'provisionedproduct', Value: RecordDetail?.ProvisionedProductId }
  const page = { SearchFilter, PageSize: 2 }
  const history = await team.send(new ListRecordHistoryCommand(page))
  const types = history.RecordDetails?.map(({ RecordType }) => RecordType)
  assert.deepEqual(types, ['UPDATE_PROVISIONED_PRODUCT', 'UPDATE_PROVISIONED_PRODUCT'])
  const { NextPageToken: PageToken } = history
  const rest = await team.send(new ListRecordHistoryCommand({ ...page, PageToken }))
  assert.equal(rest.RecordDetails?.[0]?.RecordId, given.record?.RecordId)
  const wrong = { SearchFilter: { Key: 'colour', Value: 'red' } }
  await assert.rejects(team.send(new ListRecordHistoryCommand(wrong)), InvalidParametersException)
})

test('given versions, when taken out of use and deleted, then as documented', async () => {
  await using given = await givenLaunched()
  const { team, ProductId, first } = given
  const Parameters = { Name: 'v2', Info: { Template } }
  const added = await team.send(new CreateProvisioningArtifactCommand({ ProductId, Parameters }))
  const second = added.ProvisioningArtifactDetail?.Id
  const launch = (ProvisioningArtifactId: string | undefined) =>
    team.send(
      new ProvisionProductCommand({
        ...{ ProductId, ProvisioningArtifactId, ProvisionedProductName: 'another' },
      }),
    )
  const update = (ProvisioningArtifactId: string | undefined, more: object) =>
    team.send(new UpdateProvisioningArtifactCommand({ ProductId, ProvisioningArtifactId, ...more }))
  const remove = (ProvisioningArtifactId: string | undefined) =>
    team.send(new DeleteProvisioningArtifactCommand({ ProductId, ProvisioningArtifactId }))

  const out = await update(second, { Active: false, Guidance: 'DEPRECATED' })

  const { Active, Guidance, Name } = out.ProvisioningArtifactDetail ?? {}
  assert.deepEqual([Active, Guidance, Name], [false, 'DEPRECATED', 'v2'])
  await assert.rejects(launch(second), ResourceNotFoundException)
  await assert.rejects(update(second, { Guidance: 'NONE' }), InvalidParametersException)
  await remove(second)
  await assert.rejects(remove(second), ResourceNotFoundException)
  await assert.rejects(remove(first), ResourceInUseException)
  const seen = await team.send(new DescribeProductAsAdminCommand({ Id: ProductId }))
  assert.equal(seen.ProvisioningArtifactSummaries?.length, 1)
})
