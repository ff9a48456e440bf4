export * from './app-api-0d3f42fe.js?again';
