export * from './app-api-7f12dab9.js?again';
