export * from './app-vi-e4cf5a78.js?again';
