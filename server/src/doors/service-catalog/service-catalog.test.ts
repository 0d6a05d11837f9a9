import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DescribeProductCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  DuplicateResourceException,
  InvalidParametersException,
  ListLaunchPathsCommand,
  ProvisionProductCommand,
  ResourceNotFoundException,
  SearchProductsCommand,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog'
import { allowing, givenComputeDoor } from '../../testing/compute.ts'
import { createServiceCatalogDoor } from './index.ts'

/** A user of the catalogue alone: no right to EMR. */
const givenCatalogue = () =>
  givenComputeDoor({ policy: allowing('servicecatalog:*'), door: createServiceCatalogDoor })

test('given a right to the catalogue, when used, then a cluster is there', async () => {
  await using given = await givenCatalogue()
  const client = new ServiceCatalogClient(given.quant)

  const { ProductViewSummaries } = await client.send(
    new SearchProductsCommand({ Filters: { FullTextSearch: ['notebooks'] } }),
  )
  const ProductId = ProductViewSummaries?.[0]?.ProductId
  const { ProvisioningArtifacts } = await client.send(new DescribeProductCommand({ Id: ProductId }))
  const paths = await client.send(new ListLaunchPathsCommand({ ProductId }))
  const { ProvisioningArtifactParameters } = await client.send(
    new DescribeProvisioningParametersCommand({ ProductId }),
  )
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductId,
      ProvisioningArtifactId: ProvisioningArtifacts?.[0]?.Id,
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [{ Key: 'InstanceType', Value: 'c5.large' }],
    }),
  )
  const record = await client.send(new DescribeRecordCommand({ Id: RecordDetail?.RecordId }))

  assert.equal(paths.LaunchPathSummaries?.[0]?.ConstraintSummaries?.[0]?.Type, 'LAUNCH')
  assert.deepEqual(
    ProvisioningArtifactParameters?.map(({ ParameterKey }) => ParameterKey),
    ['InstanceType', 'ReleaseLabel', 'IdleTimeoutMinutes'],
  )
  assert.equal(record.RecordDetail?.Status, 'SUCCEEDED')
  const cluster = await given.compute.findCluster(record.RecordOutputs?.[0]?.OutputValue ?? '')
  assert.deepEqual([cluster?.state, cluster?.groups[0]?.instanceType], ['WAITING', 'c5.large'])
})

test('given a provisioned product, when terminated, then it is gone from the list', async () => {
  await using given = await givenCatalogue()
  const client = new ServiceCatalogClient(given.quant)
  const wish = { ProductId: 'prod-sparknotebook', ProvisionedProductName: 'mine' }
  await client.send(new ProvisionProductCommand(wish))
  const list = () => client.send(new SearchProvisionedProductsCommand({}))
  assert.equal((await list()).ProvisionedProducts?.length, 1)

  const command = new TerminateProvisionedProductCommand({ ProvisionedProductName: 'mine' })
  const { RecordDetail } = await client.send(command)

  assert.equal(RecordDetail?.RecordType, 'TERMINATE_PROVISIONED_PRODUCT')
  assert.equal((await list()).ProvisionedProducts?.length, 0)
  const again = new TerminateProvisionedProductCommand({ ProvisionedProductName: 'mine' })
  await assert.rejects(client.send(again), ResourceNotFoundException)
})

test('given wrong wishes, when provisioned, then each has its own error', async () => {
  await using given = await givenCatalogue()
  const client = new ServiceCatalogClient(given.quant)
  const wish = { ProductId: 'prod-sparknotebook', ProvisionedProductName: 'mine' }
  const send = (more: object) => client.send(new ProvisionProductCommand({ ...wish, ...more }))
  await send({ ProvisionToken: 't' })

  await assert.rejects(send({ ProvisionToken: 'u' }), DuplicateResourceException)
  await assert.rejects(send({ ProductName: 'too' }), InvalidParametersException)
  await assert.rejects(send({ ProductId: 'prod-absent' }), ResourceNotFoundException)
  const reused = send({ ProvisionToken: 't', ProvisionedProductName: 'other' })
  await assert.rejects(reused, InvalidParametersException)
})
