// Makes `fixtures/cdk-*.template.json`: tables as the real aws-cdk-lib writes them.
//
//     npm install aws-cdk-lib@2.276.0 constructs && node make_cdk_templates.js fixtures
//
// The package unpacks to some 190 MB, so it is not among those that tests install.

const fs = require('fs');
const os = require('os');
const path = require('path');
const { App, Duration, Stack, Tags } = require('aws-cdk-lib');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const cloudwatch = require('aws-cdk-lib/aws-cloudwatch');
const iam = require('aws-cdk-lib/aws-iam');
const kinesis = require('aws-cdk-lib/aws-kinesis');

const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-')), analyticsReporting: false });
const { AttributeType, Billing, Capacity, ProjectionType, StreamViewType, TableEncryptionV2 } = dynamodb;

// TableV2: always AWS::DynamoDB::GlobalTable, with the stack's own region among the replicas
const v2 = new Stack(app, 'V2', { env: { account: '123456789012', region: 'us-east-1' } });
new dynamodb.TableV2(v2, 'UserSessions', {
  tableName: 'userSessions-live',
  partitionKey: { name: 'userId', type: AttributeType.STRING },
  sortKey: { name: 'sessionId', type: AttributeType.STRING },
  timeToLiveAttribute: 'ttl',
  dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 7 },
  contributorInsightsSpecification: { enabled: true },
  deletionProtection: true,
  encryption: TableEncryptionV2.awsManagedKey(),
  tags: [{ key: 'Application', value: 'user-session-management' }],
  globalSecondaryIndexes: [{
    indexName: 'by_session',
    partitionKey: { name: 'sessionId', type: AttributeType.STRING },
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['b', 'a'],
    maxReadRequestUnits: 7,
  }],
  localSecondaryIndexes: [{ indexName: 'by_last_seen', sortKey: { name: 'lastSeen', type: AttributeType.NUMBER } }],
  replicas: [{ region: 'eu-west-1', deletionProtection: true, pointInTimeRecovery: false }],
});
new dynamodb.TableV2(v2, 'Carts', {
  tableName: 'carts-live',
  partitionKey: { name: 'id', type: AttributeType.STRING },
  billing: Billing.provisioned({
    readCapacity: Capacity.autoscaled({ minCapacity: 2, maxCapacity: 20, targetUtilizationPercent: 65 }),
    writeCapacity: Capacity.autoscaled({ minCapacity: 1, maxCapacity: 10 }),
  }),
  globalSecondaryIndexes: [{ indexName: 'by_owner', partitionKey: { name: 'owner', type: AttributeType.NUMBER } }],
});

// Table: AWS::DynamoDB::Table, with scaling as resources of their own; and without a name or a region
const v1 = new Stack(app, 'V1');
const stream = new kinesis.Stream(v1, 'Audit', { streamName: 'audit' });
const scaled = new dynamodb.Table(v1, 'Scaled', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  readCapacity: 5,
  writeCapacity: 5,
  kinesisStream: stream,
  tableClass: dynamodb.TableClass.STANDARD_INFREQUENT_ACCESS,
  encryption: dynamodb.TableEncryption.AWS_MANAGED,
  contributorInsightsSpecification: { enabled: true },
});
scaled.addGlobalSecondaryIndex({ indexName: 'by_owner', partitionKey: { name: 'owner', type: AttributeType.BINARY }, readCapacity: 3, writeCapacity: 3 });
scaled.autoScaleReadCapacity({ minCapacity: 5, maxCapacity: 50 }).scaleOnUtilization({ targetUtilizationPercent: 65 });
scaled.autoScaleWriteCapacity({ minCapacity: 5, maxCapacity: 50 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
scaled.autoScaleGlobalSecondaryIndexReadCapacity('by_owner', { minCapacity: 3, maxCapacity: 30 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
scaled.addToResourcePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], principals: [new iam.AccountRootPrincipal()], resources: ['*'] }));
Tags.of(scaled).add('Team', 'identity');
new cloudwatch.Alarm(v1, 'ReadThrottled', {
  metric: new cloudwatch.Metric({ namespace: 'AWS/DynamoDB', metricName: 'ReadThrottleEvents', dimensionsMap: { TableName: scaled.tableName }, statistic: 'Sum', period: Duration.minutes(1) }),
  threshold: 0, evaluationPeriods: 5, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
});

// Table with replicas: a custom resource whose end is the end of the copy
const old = new Stack(app, 'Old', { env: { account: '123456789012', region: 'us-east-1' } });
new dynamodb.Table(old, 'Copied', {
  tableName: 'copied',
  partitionKey: { name: 'id', type: AttributeType.STRING },
  billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
  replicationRegions: ['eu-west-1'],
});

const assembly = app.synth();
for (const name of ['V1', 'V2', 'Old']) {
  const template = assembly.getStackByName(name).template;
  fs.writeFileSync(path.join(process.argv[2], `cdk-${name.toLowerCase()}.template.json`), JSON.stringify(template, null, 1) + '\n');
}
