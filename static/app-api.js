export * from './app-api-59a96399.js?again';
